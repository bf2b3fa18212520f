"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNote } from "@/components/ui/failure-note";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { fieldError, useCall } from "@/components/ui/use-call";
import type { MeView } from "@/lib/accounts/views";

/** A person's own name. The address is the identity, which administrators gave. */
export function ProfileForm({ me }: { me: MeView }) {
  const router = useRouter();
  const { isBusy, failure, call } = useCall();
  const [name, setName] = useState(me.name);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if ((await call("PATCH", "/api/me", { name: name.trim() })) === null) return;
    showToast({ text: "Your name was saved." });
    router.refresh();
  }
  return (
    <form onSubmit={submit} className="flex max-w-100 flex-col gap-4">
      <FailureNote failure={failure} fields={["name"]} />
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        value={name}
        error={fieldError(failure, "name")}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label="Email"
        value={me.email}
        readOnly
        className="bg-surface-raised"
        hint="You sign in with it. Only an administrator can invite another one."
      />
      <div>
        <Button type="submit" tone="primary" isBusy={isBusy} disabled={name.trim() === "" || name.trim() === me.name}>
          Save
        </Button>
      </div>
    </form>
  );
}
