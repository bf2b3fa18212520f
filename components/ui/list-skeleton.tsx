import { Skeleton } from "@/components/ui/skeleton";

const LINES = ["a", "b", "c", "d", "e", "f"];

/** The shape of a page with a title and lines under it, while they are fetched. */
export function ListSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-8">
      <span role="status" className="sr-only">
        The page is being fetched.
      </span>
      <div className="flex flex-col gap-2">
        <Skeleton className="h-7 w-40" />
        <Skeleton className="h-5 w-96 max-w-full" />
      </div>
      <div className="flex flex-col gap-3">
        {LINES.map((line) => (
          <Skeleton key={line} className="h-12 w-full" />
        ))}
      </div>
    </div>
  );
}
