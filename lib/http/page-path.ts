/** Where proxy.ts writes the path and query of a page for its server components, dropping what a visitor sent under this name. */
export const PAGE_PATH = "x-parlance-path";
