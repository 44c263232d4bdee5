// How a page of reports looks.
#pragma once

#include <string_view>

namespace crm {

/// Every text keeps a contrast of 4.5 to 1 and more, in light and dark, also on the shades of a
/// chart.
constexpr std::string_view page_style = R"(
:root {
  color-scheme: light;
  --paper: #fdfcf9; --ink: #1d2226; --quiet: #5a6167; --rule: #dcd8cf; --band: #f5f2ea;
  --accent: #1f6470; --soft: #cfe0e1; --minus: #a63c2c; --link: #17545f;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --paper: #15191c; --ink: #e7e4dd; --quiet: #a4abb1; --rule: #333a40; --band: #1c2125;
    --accent: #6ab4be; --soft: #2a474c; --minus: #e68d7d; --link: #86c7cf;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif;
}
main, header, footer { max-width: 74rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
h1, h2, h3 {
  font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", "Liberation Serif", Georgia, serif;
  font-weight: 600; line-height: 1.2; overflow-wrap: anywhere;
}
header { padding-top: 2.6rem; padding-bottom: 1.4rem; }
h1 { font-size: clamp(1.8rem, 5vw, 2.5rem); margin: 0 0 .3rem; letter-spacing: -.01em; }
.day { margin: 0; color: var(--quiet); }
.filter { margin: .35rem 0 0; overflow-wrap: anywhere; }
nav { margin-top: 1.4rem; border-top: 1px solid var(--rule); padding-top: .8rem; }
nav ol { list-style: none; margin: 0; padding: 0; columns: 17rem 4; column-gap: 2.5rem; }
nav li { padding: .12rem 0; break-inside: avoid; overflow-wrap: anywhere; }
nav span { color: var(--quiet); }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: 1px; }
section { border-top: 2px solid var(--ink); margin-top: 2.2rem; padding-top: .8rem; }
.head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem 1rem; margin-bottom: .4rem; }
h2 { font-size: 1.5rem; margin: 0; }
.head p { margin: 0; color: var(--quiet); }
h3 { font-size: 1.08rem; margin: 0 0 .5rem; }
.parts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: 1.6rem 3rem; }
.part { min-width: 0; max-width: 36rem; margin-top: .7rem; }
.wide { grid-column: 1 / -1; max-width: none; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: .6rem 3rem; }
figure { margin: 0 0 1rem; min-width: 0; break-inside: avoid; }
figcaption { color: var(--quiet); font-size: .87rem; margin-bottom: .35rem; overflow-wrap: anywhere; }
svg { display: block; max-width: 30rem; height: auto; overflow: visible; }
svg text { fill: currentColor; font-size: 13px; }
svg .small { font-size: 11.5px; fill: var(--quiet); }
svg .value { fill: currentColor; font-variant-numeric: tabular-nums; }
svg .bar { fill: var(--accent); }
svg .alarm, svg .minus { fill: var(--minus); }
svg .between { fill: var(--soft); }
svg .cell { fill: var(--accent); stroke: var(--rule); stroke-opacity: .6; }
svg .cell-minus { fill: var(--minus); stroke: var(--rule); stroke-opacity: .6; }
svg .rule { stroke: var(--rule); fill: none; }
svg .zero { stroke: var(--quiet); fill: none; }
svg .curve { stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; fill: none; }
svg .point { fill: var(--accent); }
figure .scroll svg { max-width: none; }
.wide table { width: auto; min-width: min(100%, 46rem); }
.scroll { overflow-x: auto; max-width: 100%; }
.scroll:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--quiet); font-size: .87rem; padding-bottom: .25rem; }
th, td { padding: .26rem .6rem; vertical-align: baseline; text-align: left; font-weight: 400; border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { padding-inline-start: 0; }
th:last-child, td:last-child { padding-inline-end: 0; }
thead th { color: var(--quiet); font-size: .83rem; vertical-align: bottom; border-bottom-color: var(--quiet); }
tbody th { min-width: 7rem; max-width: 22rem; overflow-wrap: anywhere; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.d { white-space: nowrap; }
.total > * { font-weight: 650; }
.first-total > * { border-top: 1px solid var(--quiet); }
.alarming > * { color: var(--minus); }
.alarming > th::before { content: "! " / ""; font-weight: 700; }
.remark { color: var(--quiet); font-size: .87rem; margin: .45rem 0 0; max-width: 44rem; overflow-wrap: anywhere; }
.empty { color: var(--quiet); margin: 0; }
details { margin-top: 1rem; font-size: .9rem; }
summary { cursor: pointer; color: var(--link); width: fit-content; }
details p { max-width: 44rem; margin: .4rem 0 0; }
code { font-family: ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; font-size: .92em; overflow-wrap: anywhere; }
footer { margin-top: 2.5rem; padding-top: .9rem; padding-bottom: 2.5rem; color: var(--quiet); font-size: .87rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@page { margin: 16mm 15mm; }
@media print {
  body { font-size: 9.5pt; background: #fff; }
  main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
  header { padding-top: 0; }
  section { margin-top: 1.4rem; }
  .parts { gap: 1rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
  .charts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
  .head, h2, h3, figcaption, thead { break-after: avoid; }
  tr, figure, svg, .remark { break-inside: avoid; }
  .scroll { overflow: visible; }
  .drawn { display: none; }
  table { font-size: 8.5pt; }
  .wide table { font-size: 7.8pt; }
  th, td { padding-left: .35rem; padding-right: .35rem; }
  thead th { font-size: 7.8pt; }
  .remark, figcaption, details { font-size: 8.5pt; }
  a { color: inherit; text-decoration: none; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  svg, .total { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)";

}  // namespace crm
