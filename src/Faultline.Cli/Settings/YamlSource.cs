using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Faultline.Cli;

/// <summary>A YAML file that holds one mapping, read so that everything wrong in it is told with its line.</summary>
/// <param name="path">The file.</param>
/// <param name="page">The page that documents its keys.</param>
sealed class YamlSource(string path, string page)
{
    const int DeepestNesting = 8;

    /// <summary>Reads the file.</summary>
    /// <param name="option">The option that named it, for messages.</param>
    /// <exception cref="InputException">It can not be read, or is no such file.</exception>
    public YamlMappingNode? Read(string option)
    {
        try
        {
            return Root(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} '{path}' can not be read: {FileFault.Words(exception)}. Check the path; see {page}.", exception);
        }
    }

    public IEnumerable<YamlNode> Items(YamlNode node, string key) => node switch
    {
        YamlSequenceNode sequence => sequence.Children,
        YamlScalarNode { Value: { Length: > 0 } } => [node],
        _ => throw Wrong(node, $"'{key}' needs a value or a list"),
    };

    public string Text(YamlNode node) => node is YamlScalarNode { Value: { } value } scalar && (value.Length > 0 || scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
        ? value
        : throw Wrong(node, node is YamlScalarNode ? "a value is missing" : "a single value was expected");

    public bool YesOrNo(YamlNode node, string key) => Text(node).ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "ON" => true,
        "NO" or "FALSE" or "OFF" => false,
        _ => throw Wrong(node, $"'{key}' is yes or no, not '{Text(node)}'"),
    };

    /// <summary>The entries of a mapping.</summary>
    public IEnumerable<KeyValuePair<YamlNode, YamlNode>> Entries(YamlNode node, string what) =>
        node is YamlMappingNode mapping ? mapping.Children : throw Wrong(node, what);

    /// <summary>A path of the file, which is relative to the file's folder.</summary>
    public string Beside(string other) => other == "-" || Path.IsPathRooted(other) ? other : Path.Join(Path.GetDirectoryName(path) ?? string.Empty, other);

    public InputException Wrong(YamlNode node, string what) => new($"'{path}', line {node.Start.Line}: {what}. See {page}.");

    YamlMappingNode? Root(string text)
    {
        var stream = new YamlStream();
        try
        {
            RefuseDeepNesting(text);
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw new InputException(
                exception.Message.StartsWith("Duplicate key", StringComparison.Ordinal)
                    ? $"'{path}', line {exception.Start.Line}: a key stands there twice. Keep one of them. See {page}."
                    : $"'{path}', line {exception.Start.Line}, column {exception.Start.Column}: this is no YAML from here on, or from a little before. Look for a bracket or a quote that is not closed, a tab, or lines that are not set in alike. See {page}.",
                exception);
        }

        if (stream.Documents.Count > 1)
        {
            throw Wrong(stream.Documents[1].RootNode, "a second document begins; one was expected");
        }

        return stream.Documents.Count == 0 ? null
            : stream.Documents[0].RootNode as YamlMappingNode
            ?? throw Wrong(stream.Documents[0].RootNode, "a list of 'setting: value' lines was expected");
    }

    // The tree of the YAML library is built by recursion: a hostile file of a million brackets would end the process.
    void RefuseDeepNesting(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current switch
            {
                MappingStart or SequenceStart => 1,
                MappingEnd or SequenceEnd => -1,
                _ => 0,
            };
            if (depth > DeepestNesting)
            {
                throw new InputException($"'{path}', line {parser.Current!.Start.Line}: nested more than {DeepestNesting} deep.");
            }
        }
    }
}
