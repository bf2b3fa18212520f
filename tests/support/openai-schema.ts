import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Ajv, { type ValidateFunction } from "ajv";

/** OpenAI's own description of its API, beside the repository where it is developed. */
const DESCRIPTION = join(import.meta.dirname, "../../../shared/openai/openapi.json.gz");

let validate: ValidateFunction | null | undefined;

/** True where a request can be held against OpenAI's own description. */
export const hasOpenAiSchema = existsSync(DESCRIPTION);

/** What is wrong with a request of a chat completion by OpenAI's own description; empty when nothing is, or where there is no description. */
export function findRequestErrors(body: unknown): string[] {
  validate ??= hasOpenAiSchema ? compile() : null;
  if (!validate || validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || "the request"} ${message ?? ""}`,
  );
}

type Schema = { $ref?: string; properties?: Record<string, Schema>; allOf?: Schema[] };

function compile(): ValidateFunction {
  const description: { components: { schemas: Record<string, Schema> } } = JSON.parse(
    gunzipSync(readFileSync(DESCRIPTION)).toString("utf8"),
    withNull,
  );
  const { schemas } = description.components;
  const namesOf = ({ $ref, properties = {}, allOf = [] }: Schema): string[] => [
    ...Object.keys(properties),
    ...allOf.flatMap(namesOf),
    ...($ref ? namesOf(schemas[$ref.split("/").at(-1) ?? ""] ?? {}) : []),
  ];
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: "openai", ...description });
  const known = [...new Set(namesOf({ $ref: "CreateChatCompletionRequest" }))];
  return ajv.compile({
    $ref: "openai#/components/schemas/CreateChatCompletionRequest",
    // The description allows any field; the API does not.
    propertyNames: { enum: known },
  });
}

/** `nullable` beside no `type` (OpenAPI 3.0) means something else to JSON Schema: nothing. */
function withNull(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("nullable" in value) || "type" in value) return value;
  const { nullable: _nullable, ...rest } = value;
  return { anyOf: [rest, { type: "null" }] };
}
