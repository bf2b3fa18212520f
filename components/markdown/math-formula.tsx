"use client";

import { useEffect, useRef, useState } from "react";
import { loadMath } from "@/components/markdown/load-math";

/**
 * A formula. Its source stands there until KaTeX is loaded, and stays where KaTeX cannot read it.
 *
 * KaTeX builds nodes, not markup: so the content security policy needs no `unsafe-inline` for its measures.
 */
export function MathFormula({ tex, isDisplay }: { tex: string; isDisplay: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const [isDrawn, setIsDrawn] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    void loadMath().then((draw) => {
      if (isCurrent && place.current) setIsDrawn(draw(tex, place.current, isDisplay));
    });
    return () => {
      isCurrent = false;
    };
  }, [tex, isDisplay]);
  return (
    <span
      className={isDisplay ? "my-1 block max-w-full overflow-x-auto overflow-y-hidden py-1 text-center" : undefined}
    >
      <span ref={place} className={isDrawn ? undefined : "hidden"} />
      {!isDrawn && <code className="font-mono text-[0.875em] text-text-quiet">{tex}</code>}
    </span>
  );
}
