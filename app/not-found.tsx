import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { CenteredPage } from "@/components/ui/centered-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <CenteredPage
      title="There is nothing here"
      description="The chat or page was deleted, belongs to somebody else, or never existed. Nothing of yours was changed."
    >
      <div>
        <Link href="/" className={buttonClass("primary")}>
          Start a new chat
        </Link>
      </div>
    </CenteredPage>
  );
}
