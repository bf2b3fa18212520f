"use client";

import { useState } from "react";
import { type ApiFailure, callApi } from "@/lib/http/call-api";

export type Calling = {
  isBusy: boolean;
  /** Why the last call failed; null while one runs and after one that worked. */
  failure: ApiFailure | null;
  /** Makes the call; null when it failed. */
  call: <Answer>(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
  ) => Promise<Answer | null>;
  clear: () => void;
};

/** One call at a time to a route of ours, with what a form shows about it. */
export function useCall(): Calling {
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  return {
    isBusy,
    failure,
    clear: () => setFailure(null),
    async call<Answer>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown) {
      setIsBusy(true);
      setFailure(null);
      const result = await callApi<Answer>(method, path, body === undefined ? {} : { body });
      setIsBusy(false);
      if (result.ok) return result.answer;
      setFailure(result.failure);
      return null;
    },
  };
}

/** The sentence for one field of a form, when the failure is about it. */
export function fieldError(failure: ApiFailure | null, field: string): string | undefined {
  return failure?.field === field ? failure.message : undefined;
}
