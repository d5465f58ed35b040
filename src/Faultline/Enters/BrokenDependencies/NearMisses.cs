namespace Faultline;

/// <summary>Rare texts one slip away from frequent ones of their column, and rare forms one slip away from the form that nearly all its texts have.</summary>
sealed class NearMisses
{
    const int LeastWord = 4;
    const int LeastText = 6;
    const int Frequent = 5;
    const int Ratio = 10;
    const double RareShare = 0.02;
    const double Usual = 0.95;
    const int MostFrequent = 500;
    const int MostRare = 20_000;

    NearMisses(Dictionary<int, string?> typos)
    {
        Typos = typos;
    }

    /// <summary>Codes that are typos by the look of the column alone, with the text they likely stand for, or null where a digit is lost.</summary>
    public IReadOnlyDictionary<int, string?> Typos { get; }

    /// <summary>Looks through one column.</summary>
    public static NearMisses Of(CodedColumn column, CancellationToken cancellation)
    {
        var typos = new Dictionary<int, string?>();
        if (column.Source is not TextColumn { Kind: ColumnKind.Text } || column.Present < 50)
        {
            return new NearMisses(typos);
        }

        var used = Enumerable.Range(0, column.Counts.Length).Where(code => column.Counts[code] > 0).ToArray();
        if (used.Length > MostRare)
        {
            return new NearMisses(typos);
        }

        var texts = used.ToDictionary(code => code, column.Text);
        Find(used.Select(code => (Codes: new[] { code }, Text: texts[code], Count: column.Counts[code])), column, (rare, meant) => typos[rare.Codes[0]] = meant, cancellation);
        var forms = used.Where(code => !typos.ContainsKey(code)).GroupBy(code => Form(texts[code]), StringComparer.Ordinal).Where(form => form.Key.Contains('9', StringComparison.Ordinal))
            .Select(form => (Codes: form.ToArray(), Text: form.Key, Count: form.Sum(code => column.Counts[code])));
        Find(forms, column, (rare, meant) =>
        {
            foreach (var code in rare.Codes)
            {
                typos[code] = (meant is null ? null : Mended(texts[code], meant)) ?? Only(texts[code], used.Where(other => other != code && column.Counts[other] > column.Counts[code]).Select(other => texts[other]));
            }
        }, cancellation);
        return new NearMisses(typos);
    }

    static void Find(IEnumerable<(int[] Codes, string Text, int Count)> values, CodedColumn column, Action<(int[] Codes, string Text, int Count), string?> found, CancellationToken cancellation)
    {
        var all = values.Where(value => value.Text.Length > 0).OrderByDescending(value => value.Count).ThenBy(value => value.Text, StringComparer.Ordinal).ToArray();
        var rareMost = Math.Max(1, RareShare * column.Present);
        var frequent = all.TakeWhile(value => value.Count >= Frequent && value.Count > rareMost / 4).Take(MostFrequent).ToArray();
        var usual = frequent.Where(value => !frequent.Any(other => other.Count >= Ratio * value.Count && Near(value.Text, other.Text))).ToArray();
        // Values that look alike and are all frequent are a code's way; slips can't be told from them.
        if (usual.Sum(value => (long)value.Count) < Usual * all.Sum(value => (long)value.Count) || Alike(usual))
        {
            return;
        }

        foreach (var rare in all.Where(value => value.Count <= rareMost))
        {
            cancellation.ThrowIfCancellationRequested();
            var near = usual.Where(value => value.Count >= Ratio * rare.Count && Near(rare.Text, value.Text)).ToArray();
            if (near.Length > 0)
            {
                found(rare, near.Length == 1 ? near[0].Text : null);
            }
        }
    }

    static bool Alike((int[] Codes, string Text, int Count)[] usual)
    {
        for (var i = 0; i < usual.Length; i++)
        {
            for (var j = 0; j < usual.Length; j++)
            {
                if (i != j && Near(usual[i].Text, usual[j].Text))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // A letter for a digit or a sign is a slip in a text of any length; letters for letters tell slips from codes only in words.
    static bool Near(string rare, string usual) => Slip.Is(rare, usual, usual.Length >= LeastText ? LeastWord : int.MaxValue);

    static string Form(string text) => string.Create(text.Length, text, static (form, from) =>
    {
        for (var i = 0; i < form.Length; i++)
        {
            form[i] = char.IsDigit(from[i]) ? '9' : from[i];
        }
    });

    // The text with the slip undone, where its own digits are all there.
    static string? Mended(string text, string form)
    {
        if (text.Length != form.Length)
        {
            return null;
        }

        var mended = text.ToCharArray();
        for (var i = 0; i < mended.Length; i++)
        {
            if (form[i] != '9')
            {
                mended[i] = form[i];
            }
            else if (!char.IsDigit(mended[i]))
            {
                return null;
            }
        }

        return new string(mended);
    }

    static string? Only(string text, IEnumerable<string> others)
    {
        var near = others.Where(other => Slip.Is(text, other)).Take(2).ToArray();
        return near.Length == 1 ? near[0] : null;
    }
}
