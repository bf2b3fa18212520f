"use client";

import { type FormEvent, useState } from "react";
import { NewPasswordField } from "@/components/accounts/new-password-field";
import { signIn } from "@/components/accounts/sign-in";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { FailureNote } from "@/components/ui/failure-note";
import { TextField } from "@/components/ui/text-field";
import { fieldError, useCall } from "@/components/ui/use-call";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";

/** Accepts an invitation, or sets a new password. `link` null: it was used, is too old, or was never one. */
export function JoinForm({
  token,
  link,
}: {
  token: string;
  link: { kind: "invite" | "reset"; email: string; name: string } | null;
}) {
  const isHydrated = useIsHydrated();
  const { isBusy, failure, call } = useCall();
  const [isLeaving, setIsLeaving] = useState(false);
  const [name, setName] = useState(link?.name ?? "");
  const [password, setPassword] = useState("");

  if (!link) {
    return (
      <Banner tone="warn">
        This link does not work any more: it works once, and only for a while. Ask an administrator for a new one, or{" "}
        <a href="/sign-in" className="font-medium underline underline-offset-2">
          sign in
        </a>{" "}
        if you have a password.
      </Banner>
    );
  }

  const isInvite = link.kind === "invite";
  async function submit(event: FormEvent) {
    event.preventDefault();
    const answer = await call<{ email: string }>("POST", "/api/join", {
      token,
      ...(isInvite ? { name: name.trim() } : {}),
      password,
    });
    if (answer === null) return;
    setIsLeaving(true);
    const result = await signIn({ email: answer.email, password });
    window.location.assign(result.ok ? "/" : "/sign-in");
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FailureNote failure={failure} fields={["name", "password"]} />
      <TextField
        label="Email"
        name="email"
        autoComplete="username"
        readOnly
        value={link.email}
        className="bg-surface-raised"
      />
      {isInvite && (
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          required
          autoFocus
          maxLength={100}
          value={name}
          error={fieldError(failure, "name")}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <NewPasswordField
        label={isInvite ? "Password" : "New password"}
        name="password"
        error={fieldError(failure, "password")}
        person={{ name, email: link.email }}
        value={password}
        onChange={setPassword}
      />
      <Button
        type={isHydrated ? "submit" : "button"}
        tone="primary"
        isBusy={isBusy || isLeaving}
        className="mt-2 min-h-10"
      >
        {isInvite ? "Join and sign in" : "Set the password and sign in"}
      </Button>
    </form>
  );
}
