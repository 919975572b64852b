/// What the overview looks like: light and dark, wide and narrow.
enum Stylesheet {
    /// CSS.
    static let css = """
        :root { color-scheme: light dark; --line: #d4d7dd; --soft: #5b6472; --bad: #b3261e; --ground: #f6f7f9; }
        @media (prefers-color-scheme: dark) {
          :root { --line: #3a404a; --soft: #a3adbb; --bad: #ff8a80; --ground: #1b1e23; }
        }
        * { box-sizing: border-box; }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1rem; }
        header { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 1rem; }
        h1 { font-size: 1.4rem; margin: 0; }
        h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
        nav { display: flex; gap: 1rem; flex-wrap: wrap; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; }
        .figures div { background: var(--ground); border: 1px solid var(--line); border-radius: .5rem;
          padding: .75rem 1rem; }
        dt { color: var(--soft); }
        dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        section { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { padding: .35rem .6rem; text-align: left; border-bottom: 1px solid var(--line);
          overflow-wrap: anywhere; }
        thead th { color: var(--soft); font-weight: 600; }
        tbody th { font-weight: 400; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .error td:nth-child(5) { color: var(--bad); }
        .note, footer { color: var(--soft); }
        footer { margin-top: 2rem; border-top: 1px solid var(--line); }

        """
}
