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

const FIELDS = ["organisationName", "name", "email", "password"] as const;
type FieldName = (typeof FIELDS)[number];

/** Creates the owner. `isValid` false: the link was used, is too old, or was never one. */
export function SetupForm({ token, isValid }: { token: string; isValid: boolean }) {
  const isHydrated = useIsHydrated();
  const { isBusy, failure, call } = useCall();
  const [isLeaving, setIsLeaving] = useState(false);
  const [values, setValues] = useState<Record<FieldName, string>>({
    organisationName: "",
    name: "",
    email: "",
    password: "",
  });

  if (!isValid) {
    return (
      <Banner tone="warn">
        This link does not work any more. While there is no owner, every start of Parlance prints a new one in its
        terminal or log: open that one. If you are the owner already,{" "}
        <a href="/sign-in" className="font-medium underline underline-offset-2">
          sign in
        </a>
        .
      </Banner>
    );
  }

  const set = (field: FieldName) => (value: string) => setValues((old) => ({ ...old, [field]: value }));
  async function submit(event: FormEvent) {
    event.preventDefault();
    const body = {
      token,
      organisationName: values.organisationName.trim(),
      name: values.name.trim(),
      email: values.email.trim(),
      password: values.password,
      // Budgets and reports count their days where the owner is.
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
    if ((await call("POST", "/api/setup", body)) === null) return;
    setIsLeaving(true);
    const result = await signIn(body);
    window.location.assign(result.ok ? "/admin" : "/sign-in");
  }
  const field = (name: FieldName) => ({
    name,
    required: true,
    value: values[name],
    error: fieldError(failure, name),
    onChange: (event: { target: { value: string } }) => set(name)(event.target.value),
  });

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <FailureNote failure={failure} fields={FIELDS} />
      <TextField
        label="Organisation"
        hint="What your people call it."
        autoComplete="organization"
        autoFocus
        maxLength={100}
        {...field("organisationName")}
      />
      <TextField label="Your name" autoComplete="name" maxLength={100} {...field("name")} />
      <TextField
        label="Email"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        {...field("email")}
      />
      <NewPasswordField
        label="Password"
        name="password"
        error={fieldError(failure, "password")}
        person={{ name: values.name, email: values.email, organisation: values.organisationName }}
        value={values.password}
        onChange={set("password")}
      />
      <Button
        type={isHydrated ? "submit" : "button"}
        tone="primary"
        isBusy={isBusy || isLeaving}
        className="mt-2 min-h-10"
      >
        Create the owner and sign in
      </Button>
    </form>
  );
}
