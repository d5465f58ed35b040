namespace Faultline.Cli;

/// <summary>Reads passes in this process and keeps what was gathered every few seconds, so that a run that was ended goes on from there.</summary>
sealed class KeptPasses(StateFolder folder, int threads, TimeProvider clock) : IPassReading
{
    // Threads wait for one another at the end of a stretch.
    const int PartsAThread = 8;

    static readonly TimeSpan s_every = TimeSpan.FromSeconds(2);

    public bool Read(WholePass pass, CancellationToken cancellation)
    {
        if (folder.TryMerged(pass))
        {
            return true;
        }

        var underWay = folder.UnderWay(pass.Number);
        var owner = folder.Owner(StateFolder.What(pass.Number) + " under way");
        var from = 0;
        if (File.Exists(underWay))
        {
            StateFile.Read(underWay, owner, state =>
            {
                from = state.ReadInt32();
                pass.Add(state);
            });
        }

        var kept = clock.GetTimestamp();
        while (from < pass.Parts)
        {
            var to = Math.Min(pass.Parts, from + (PartsAThread * threads));
            pass.Read(from, to, cancellation);
            from = to;
            if (from < pass.Parts && clock.GetElapsedTime(kept) >= s_every)
            {
                StateFile.Write(underWay, owner, state =>
                {
                    state.Write(to);
                    pass.Save(state);
                });
                kept = clock.GetTimestamp();
            }
        }

        folder.SaveMerged(pass);
        return true;
    }
}
