using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Faultline.Cli;

/// <summary>Whose a state is: a file of another owner is refused.</summary>
/// <param name="Key">Digest of the table and of all options that change what is gathered.</param>
/// <param name="Command">The command that it belongs to, for messages.</param>
/// <param name="What">What was gathered, as <c>pass 2</c>.</param>
/// <param name="Shard">Whose rows: from 0; −1 for the whole table.</param>
/// <param name="Shards">Number of shards; 0 where there are none.</param>
sealed record StateOwner(string Key, string Command, string What, int Shard = -1, int Shards = 0)
{
    public override string ToString() => Shard < 0 ? What : $"{What} of shard {Shard}/{Shards}";
}

/// <summary>
/// What was gathered, in a file: magic, version of the form, length, body, SHA-256 of all before. The body names version, owner and what it is, then comes what was gathered, deflated.
/// It is written under a temporary name beside its place and renamed, so that a file of that name is whole.
/// </summary>
static class StateFile
{
    const int Form = 1;
    const int Before = 16 + sizeof(int) + sizeof(long);

    static ReadOnlySpan<byte> Magic => "faultline state\n"u8;

    /// <exception cref="InputException">The file can not be written.</exception>
    public static void Write(string path, StateOwner owner, Action<BinaryWriter> gathered)
    {
        using var body = new MemoryStream();
        using (var to = new BinaryWriter(body, Encoding.UTF8, leaveOpen: true))
        {
            to.Write(ToolVersion.Current);
            to.Write(owner.Key);
            to.Write(owner.Command);
            to.Write(owner.What);
            to.Write(owner.Shard);
            to.Write(owner.Shards);
        }

        using (var packed = new BinaryWriter(new DeflateStream(body, CompressionLevel.Fastest, leaveOpen: true), Encoding.UTF8))
        {
            gathered(packed);
        }

        using var whole = new MemoryStream(Before + (int)body.Length + SHA256.HashSizeInBytes);
        using (var to = new BinaryWriter(whole, Encoding.UTF8, leaveOpen: true))
        {
            to.Write(Magic);
            to.Write(Form);
            to.Write(body.Length);
            to.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
            to.Flush();
            to.Write(SHA256.HashData(whole.GetBuffer().AsSpan(0, (int)whole.Length)));
        }

        Put(path, whole.GetBuffer().AsSpan(0, (int)whole.Length));
    }

    /// <exception cref="InputException">The file can not be read, is cut off, damaged, or not what was asked for.</exception>
    public static void Read(string path, StateOwner owner, Action<BinaryReader> gathered)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the state '{path}' ({owner}) can not be read: {FileFault.Words(fault)}.", fault);
        }

        Verify(path, bytes);
        try
        {
            using var body = new MemoryStream(bytes, Before, bytes.Length - Before - SHA256.HashSizeInBytes);
            using var from = new BinaryReader(body, Encoding.UTF8, leaveOpen: true);
            RefuseForeign(path, owner, from);
            using var packed = new BinaryReader(new DeflateStream(body, CompressionMode.Decompress), Encoding.UTF8);
            gathered(packed);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InputException($"the state '{path}' does not hold {owner}: {fault.Message.TrimEnd('.')}. {Again}", fault);
        }
    }

    const string Again = "Delete it and run the same command again: what is missing is read again.";

    static void Verify(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Before || !bytes.StartsWith(Magic))
        {
            throw new InputException(Magic.StartsWith(bytes[..Math.Min(bytes.Length, Magic.Length)])
                ? $"the state '{path}' is cut off: it has {bytes.Length:N0} bytes. {Again}"
                : $"'{path}' is no state of Faultline: it does not begin like one. {Again}");
        }

        var form = BitConverter.ToInt32(bytes[Magic.Length..]);
        if (form != Form)
        {
            throw new InputException($"the state '{path}' has form {form}; this version ({ToolVersion.Current}) reads form {Form}. Use one version of Faultline for all shards, or delete the folder and begin again.");
        }

        var length = BitConverter.ToInt64(bytes[(Magic.Length + sizeof(int))..]);
        if (length != bytes.Length - Before - SHA256.HashSizeInBytes)
        {
            throw new InputException($"the state '{path}' is cut off: it has {bytes.Length:N0} bytes where {Before + length + SHA256.HashSizeInBytes:N0} were written. {Again}");
        }

        if (!SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new InputException($"the state '{path}' is damaged: its checksum does not fit. {Again}");
        }
    }

    static void RefuseForeign(string path, StateOwner owner, BinaryReader from)
    {
        var version = from.ReadString();
        if (version != ToolVersion.Current)
        {
            throw new InputException($"the state '{path}' was written by Faultline {version}, and this is {ToolVersion.Current}. Use one version for all shards, or delete the folder and begin again.");
        }

        var (key, command) = (from.ReadString(), from.ReadString());
        if (key != owner.Key)
        {
            throw new InputException(command == owner.Command
                ? $"the state '{path}' belongs to other checks, or to the table as it was before it changed. Delete the folder and begin again, or name another."
                : $"the state '{path}' belongs to another audit ('{command}'), not to '{owner.Command}'. Give the options that it was begun with, or another folder.");
        }

        var found = new StateOwner(key, command, from.ReadString(), from.ReadInt32(), from.ReadInt32());
        if (found != owner)
        {
            throw new InputException($"the state '{path}' holds {found}; expected {owner}. {(found.Shards != owner.Shards ? "Give the number of shards that it was begun with, or another folder." : Again)}");
        }
    }

    static void Put(string path, ReadOnlySpan<byte> bytes)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Discard(part);
            throw new InputException($"the state '{path}' can not be written: {FileFault.Words(fault)}. Make room or mend the rights, then run the same command again.", fault);
        }
    }

    static void Discard(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Where it could not be made there is nothing to take away.
        }
    }
}
