import { Skeleton } from "@/components/ui/skeleton";

/** The shape of a report while its figures are fetched. */
export function ReportSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-8">
      <span role="status" className="sr-only">
        The figures are being fetched.
      </span>
      <div className="flex flex-col gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-5 w-72 max-w-full" />
      </div>
      <div className="flex gap-12">
        <Skeleton className="h-12 w-28" />
        <Skeleton className="h-12 w-20" />
        <Skeleton className="h-12 w-28 max-sm:hidden" />
      </div>
      <Skeleton className="h-57 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
