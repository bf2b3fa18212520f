"use client";

import { type FormEvent, useState } from "react";
import { NewPasswordField } from "@/components/accounts/new-password-field";
import { PasswordField } from "@/components/accounts/password-field";
import { Button } from "@/components/ui/button";
import { FailureNote } from "@/components/ui/failure-note";
import { showToast } from "@/components/ui/toast";
import { fieldError, useCall } from "@/components/ui/use-call";
import type { MeView } from "@/lib/accounts/views";

/** A new password in place of the old one. */
export function PasswordForm({ me }: { me: MeView }) {
  const { isBusy, failure, call } = useCall();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  async function submit(event: FormEvent) {
    event.preventDefault();
    if ((await call("POST", "/api/me/password", { currentPassword: current, newPassword: next })) === null) return;
    setCurrent("");
    setNext("");
    showToast({ text: "Your password was changed. Your other sessions were signed out." });
  }
  return (
    <form method="post" onSubmit={submit} className="flex max-w-100 flex-col gap-4">
      <FailureNote failure={failure} fields={["currentPassword", "newPassword"]} />
      <input type="text" name="username" autoComplete="username" defaultValue={me.email} readOnly hidden />
      <PasswordField
        label="Current password"
        name="currentPassword"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={fieldError(failure, "currentPassword")}
      />
      <NewPasswordField
        label="New password"
        name="newPassword"
        person={me}
        value={next}
        onChange={setNext}
        error={fieldError(failure, "newPassword")}
      />
      <div>
        <Button type="submit" tone="primary" isBusy={isBusy} disabled={current === "" || next === ""}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
