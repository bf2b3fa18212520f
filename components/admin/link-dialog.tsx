import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccessLinkView } from "@/lib/accounts/views";

export type ShownLink = { link: AccessLinkView; name: string; kind: "invite" | "reset" };

/** A link that was just made, the only time that it can be seen. */
export function LinkDialog({ shown, onClose }: { shown: ShownLink | null; onClose: () => void }) {
  return (
    <Dialog
      isOpen={shown !== null}
      onClose={onClose}
      title={
        shown?.kind === "reset"
          ? `A link for ${shown.name} to set a new password`
          : `The invitation for ${shown?.name ?? ""}`
      }
      description="Copy it now and send it to the person yourself: it is not stored and cannot be shown again."
      footer={
        <Button tone="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      {shown && (
        <div className="flex flex-col gap-3">
          <CopyField label="Link" text={shown.link.url} />
          <p className="text-small text-text-quiet">
            It works once, and stops working <RelativeTime iso={shown.link.expiresAt} />. A new link makes this one
            worthless.
          </p>
        </div>
      )}
    </Dialog>
  );
}
