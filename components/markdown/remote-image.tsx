import { ImageIcon } from "@/components/ui/icons";

/** Stands for an image in an answer. It is never loaded: the address alone could carry a chat to somebody else. */
export function RemoteImage({ alt, host, href }: { alt: string; host: string | null; href: string | null }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2 rounded-control border border-line bg-surface-raised px-2.5 py-1 align-middle text-small text-text-quiet">
      <ImageIcon className="shrink-0" />
      <span className="min-w-0 wrap-anywhere">
        {alt || "Image"} · not loaded
        {href && host && (
          <>
            {" · "}
            <a
              href={href}
              target="_blank"
              rel="noopener noreferrer nofollow"
              referrerPolicy="no-referrer"
              className="underline underline-offset-2"
            >
              <bdi dir="ltr">{host}</bdi>
            </a>
          </>
        )}
      </span>
    </span>
  );
}
