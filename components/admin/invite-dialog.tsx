"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureNote } from "@/components/ui/failure-note";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { fieldError, useCall } from "@/components/ui/use-call";
import type { AccessLinkView, PersonView } from "@/lib/accounts/views";

const FIELDS = ["email", "name", "role"] as const;

/** Invites one person; `onInvited` gets the link that is shown once. */
export function InviteDialog({
  isOpen,
  onClose,
  onInvited,
}: {
  isOpen: boolean;
  onClose: () => void;
  onInvited: (invited: { person: PersonView; link: AccessLinkView }) => void;
}) {
  const formId = useId();
  const first = useRef<HTMLInputElement>(null);
  // The browser would begin at the button that closes.
  useEffect(() => {
    if (isOpen) first.current?.focus();
  }, [isOpen]);
  const { isBusy, failure, call, clear } = useCall();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState("member");
  async function submit(event: FormEvent) {
    event.preventDefault();
    const body = { email: email.trim(), name: name.trim(), role };
    const invited = await call<{ person: PersonView; link: AccessLinkView }>("POST", "/api/admin/people", body);
    if (invited === null) return;
    setEmail("");
    setName("");
    setRole("member");
    onInvited(invited);
  }
  function close() {
    clear();
    onClose();
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title="Invite a person"
      description="You get a link to send them. They choose their own password with it."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} tone="primary" isBusy={isBusy}>
            Make the invitation
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <FailureNote failure={failure} fields={FIELDS} />
        <TextField
          label="Email"
          name="email"
          type="email"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          required
          ref={first}
          value={email}
          error={fieldError(failure, "email")}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          required
          maxLength={100}
          value={name}
          error={fieldError(failure, "name")}
          onChange={(event) => setName(event.target.value)}
        />
        <Select
          label="Role"
          name="role"
          value={role}
          error={fieldError(failure, "role")}
          hint={
            role === "admin"
              ? "Sees what everybody spends, sets budgets and models, and invites people. Reads nobody's chats."
              : "Chats, within its budget."
          }
          onChange={(event) => setRole(event.target.value)}
        >
          <option value="member">Member</option>
          <option value="admin">Administrator</option>
        </Select>
      </form>
    </Dialog>
  );
}
