using System.Globalization;
using System.Runtime.InteropServices;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>An in-memory DuckDB that opens no network, installs nothing and spills only into its own folder under the system's temporary one.</summary>
sealed class Database : IDisposable
{
    readonly DatabaseHandle _handle;
    readonly string _spill;

    /// <summary>Opens it.</summary>
    /// <param name="threads">Threads of one query.</param>
    /// <param name="memory">Memory limit in bytes, or null for DuckDB's own.</param>
    public Database(int threads = 1, long? memory = null)
    {
        _spill = SpillFolders.Own;
        Throw(NativeMethods.CreateConfig(out var config), "could not make a configuration");
        try
        {
            Span<(string Name, string Value)> settings =
            [
                ("autoinstall_known_extensions", "false"),
                ("autoload_known_extensions", "false"),
                ("temp_directory", _spill),
                ("threads", threads.ToString(CultureInfo.InvariantCulture)),
            ];
            foreach (var (name, value) in settings)
            {
                Throw(NativeMethods.SetConfig(config, name, value), $"does not know the setting {name}");
            }

            if (memory is { } bytes)
            {
                Throw(NativeMethods.SetConfig(config, "memory_limit", (bytes / 1_000_000).ToString(CultureInfo.InvariantCulture) + "MB"), "does not know the setting memory_limit");
            }

            if (NativeMethods.OpenExt(":memory:", out _handle, config, out var error) != NativeState.Success)
            {
                var reason = EngineException.From(error, DuckDbErrorKind.Other);
                NativeMethods.Free(error);
                _handle.Dispose();
                throw reason;
            }
        }
        finally
        {
            NativeMethods.DestroyConfig(ref config);
        }
    }

    /// <summary>The version of the library, as <c>v1.5.5</c>.</summary>
    public static string Version => Marshal.PtrToStringUTF8(NativeMethods.LibraryVersion()) ?? string.Empty;

    /// <summary>A new connection. Connections may be used on different threads, each on one at a time.</summary>
    public Connection Connect()
    {
        Throw(NativeMethods.Connect(_handle, out var handle), "could not connect");
        return new Connection(handle);
    }

    public void Dispose()
    {
        _handle.Dispose();
        try
        {
            if (Directory.Exists(_spill))
            {
                Directory.Delete(_spill, recursive: true);
            }
        }
        catch (IOException)
        {
            // Another database of this process still spills there; the last one takes the folder away.
        }
    }

    static void Throw(NativeState state, string what)
    {
        if (state != NativeState.Success)
        {
            throw new EngineException($"DuckDB {what}", DuckDbErrorKind.Other);
        }
    }
}
