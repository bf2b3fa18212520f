"use client";

import { type FormEvent, useState } from "react";
import { PasswordField } from "@/components/accounts/password-field";
import { signIn } from "@/components/accounts/sign-in";
import { Button } from "@/components/ui/button";
import { FailureNote } from "@/components/ui/failure-note";
import { TextField } from "@/components/ui/text-field";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";
import type { ApiFailure } from "@/lib/http/call-api";

/** Email and password, then on to `next`, a path of this site. */
export function SignInForm({ next }: { next: string }) {
  const isHydrated = useIsHydrated();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsBusy(true);
    setFailure(null);
    const result = await signIn({ email: email.trim(), password });
    if (result.ok) {
      window.location.assign(next); // a whole new page: nothing of the time before may stay in memory
      return;
    }
    setIsBusy(false);
    setFailure(result.failure);
  }

  return (
    // Sent too early, before the browser took over, the password must not end up in the address: hence post
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FailureNote failure={failure} hasSignInLink={false} />
      <TextField
        label="Email"
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        autoFocus
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Button type={isHydrated ? "submit" : "button"} tone="primary" isBusy={isBusy} className="mt-2 min-h-10">
        Sign in
      </Button>
    </form>
  );
}
