/**
 * Lets bare Node run the product's own TypeScript: `@/` is the root of the repository, a missing ending is `.ts`, and
 * `server-only` (which Next's compiler knows) is an empty module. Node itself strips the types.
 *
 * Loaded by `node --import ./scripts/resolve.mjs`.
 */
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = pathToFileURL(`${dirname(import.meta.dirname)}/`).href;

registerHooks({
  resolve(specifier, context, next) {
    const parent = context.parentURL ?? "";
    const isOurs = parent.startsWith(root) && parent.endsWith(".ts") && !parent.includes("/node_modules/");
    if (!isOurs) return next(specifier, context);
    if (specifier === "server-only")
      return { url: "data:text/javascript,export{}", format: "module", shortCircuit: true };
    if (specifier.startsWith("@/")) return next(withEnding(new URL(specifier.slice(2), root)), context);
    if (/^\.\.?\//.test(specifier)) return next(withEnding(new URL(specifier, parent)), context);
    return next(specifier, context);
  },
});

/** @param {URL} url */
function withEnding(url) {
  const path = fileURLToPath(url);
  return existsSync(`${path}.ts`) ? `${url.href}.ts` : url.href;
}
