/** A part of a prompt by its content: equal beginnings are what a provider's cache can hit. */
export type Part = {
  content: string;
  tokens: number;
  /** True where the provider may end what it caches, for models that cache up to such places only. */
  isBreakpoint: boolean;
};

/** What of a prompt the provider takes from its cache and writes into it. */
export type CacheUse = { cachedTokens: number; cacheWriteTokens: number };

/** A provider's prompt cache for one chat. */
export type PromptCache = { use(prompt: readonly Part[]): CacheUse };

/** Shorter prompts are not cached (OpenAI, "Prompt caching"). */
const MINIMUM_TOKENS = 1_024;
const STEP_TOKENS = 128;
const BREAKPOINTS_WRITTEN = 4;

/** What the cache gives of a prefix that was sent before: whole steps, and nothing below the minimum. */
export function cachedTokens(sharedPrefixTokens: number): number {
  return sharedPrefixTokens < MINIMUM_TOKENS ? 0 : Math.floor(sharedPrefixTokens / STEP_TOKENS) * STEP_TOKENS;
}

/** The cache of the models before gpt-5.6: the longest exact prefix of the last prompt, in steps; writing is free and not reported. */
export function createPrefixCache(): PromptCache {
  let before: readonly Part[] = [];
  return {
    use(prompt) {
      let shared = 0;
      for (const [index, part] of prompt.entries()) {
        if (before[index]?.content !== part.content) break;
        shared += part.tokens;
      }
      before = prompt;
      return { cachedTokens: cachedTokens(shared), cacheWriteTokens: 0 };
    },
  };
}

/**
 * The cache of gpt-5.6 and later: a prefix is found only where an earlier prompt had a breakpoint, exactly up to it and not in steps, and
 * what is written is billed (API reference, prompt_cache_options and prompt_cache_breakpoint).
 */
export function createBreakpointCache(): PromptCache {
  const written = new Set<string>();
  return {
    use(prompt) {
      const prefixes = breakpointPrefixes(prompt);
      const cached = prefixes.findLast(({ key }) => written.has(key))?.tokens ?? 0;
      const last = prefixes.at(-1)?.tokens ?? 0;
      for (const { key } of prefixes.slice(-BREAKPOINTS_WRITTEN)) written.add(key);
      return { cachedTokens: cached, cacheWriteTokens: Math.max(0, last - cached) };
    },
  };
}

function breakpointPrefixes(prompt: readonly Part[]): { key: string; tokens: number }[] {
  const found: { key: string; tokens: number }[] = [];
  let key = "";
  let tokens = 0;
  for (const part of prompt) {
    key += `${part.content}\0`;
    tokens += part.tokens;
    if (part.isBreakpoint && tokens >= MINIMUM_TOKENS) found.push({ key, tokens });
  }
  return found;
}
