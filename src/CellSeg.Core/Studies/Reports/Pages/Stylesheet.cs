namespace CellSeg.Studies.Reports.Pages;

/// <summary>How the page looks, by light and by dark, on a telephone and on a wide screen.</summary>
internal static class Stylesheet
{
    /// <summary>The rules. There is no letter in them that XML would write in another way.</summary>
    public const string Rules = """

        :root { color-scheme: light dark; --page: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d5dae0; --panel: #f5f7f9;
          --confirmed: #0a6640; --refuted: #a32b16; --undecided: #57606a; --link: #0b57a4; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #14171b; --ink: #e5e8ec; --soft: #a3abb5; --line: #363c44; --panel: #1d2126;
            --confirmed: #6fd3a0; --refuted: #ff9b85; --undecided: #a3abb5; --link: #8ab8f0; }
          /* Figures are drawn on white; turned over, their colours keep their hue. */
          figure svg { filter: invert(0.91) hue-rotate(180deg); }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 62rem; padding: 1rem 1rem 4rem; background: var(--page); color: var(--ink);
          font: 1rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 1rem 0 0.5rem; }
        h2 { font-size: 1.3rem; margin: 2.5rem 0 0.75rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
        h3 { font-size: 1.05rem; margin: 1.75rem 0 0.5rem; }
        p, ul { margin: 0.5rem 0; max-width: 46rem; }
        a { color: var(--link); }
        nav a { margin-right: 1rem; }
        .soft, figcaption, caption { color: var(--soft); font-size: 0.9rem; }
        .claim { border: 1px solid var(--line); border-left: 0.3rem solid var(--undecided); border-radius: 0.3rem;
          padding: 0.75rem 1rem; margin: 0.75rem 0; background: var(--panel); }
        .claim.confirmed { border-left-color: var(--confirmed); }
        .claim.refuted { border-left-color: var(--refuted); }
        .claim h3 { margin: 0 0 0.25rem; }
        .verdict { font-weight: 700; color: var(--undecided); }
        .confirmed .verdict { color: var(--confirmed); }
        .refuted .verdict { color: var(--refuted); }
        .scroll { overflow-x: auto; max-width: 100%; }
        table { border-collapse: collapse; font-size: 0.9rem; margin: 0.5rem 0; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding: 0.5rem 0 0.25rem; }
        th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { font-weight: 600; }
        th.group { padding-top: 0.9rem; }
        .number { text-align: right; white-space: nowrap; }
        .line { white-space: nowrap; }
        .claim td:first-child { min-width: 7rem; }
        .missing { color: var(--soft); font-style: italic; }
        figure { margin: 1.5rem 0 2.5rem; }
        figure svg { display: block; height: auto; width: 100%; min-width: 36rem; }
        code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 0.9rem; }
        pre { background: var(--panel); border: 1px solid var(--line); border-radius: 0.3rem; padding: 0.75rem; overflow-x: auto; }
        .hash { overflow-wrap: anywhere; }
        @media print { body { max-width: none; } .claim, figure { break-inside: avoid; } }

        """;
}
