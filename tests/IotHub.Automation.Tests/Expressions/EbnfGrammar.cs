using System.Text.RegularExpressions;

namespace IotHub.Automation.Tests.Expressions;

/// <summary>The grammar as the documentation writes it, able to say whether it accepts a text and which of its alternatives the text used. It knows nothing of the parser.</summary>
internal sealed partial class EbnfGrammar
{
    private readonly List<(string Name, Regex Pattern)> _tokens = [];
    private readonly Dictionary<string, Node> _rules = [];

    private EbnfGrammar()
    {
    }

    private enum NodeKind
    {
        Terminal,
        Rule,
        Sequence,
        Choice,
        Option,
        Repetition,
    }

    /// <summary>Every rule, and every alternative, option and repetition within one, that a text can use or leave out.</summary>
    public List<string> Points { get; } = [];

    /// <summary>Reads the blocks <c>tokens</c> and <c>ebnf</c> of a page.</summary>
    public static EbnfGrammar Read(string page)
    {
        var grammar = new EbnfGrammar();
        foreach (var line in Block(page, "tokens").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var pattern = parts[1].Replace(@"\w", "[A-Za-z0-9_]", StringComparison.Ordinal).Replace(@"\d", "[0-9]", StringComparison.Ordinal);
            grammar._tokens.Add((parts[0], new Regex($@"\G(?:{pattern})", RegexOptions.CultureInvariant)));
        }

        foreach (Match rule in Rule().Matches(Block(page, "ebnf")))
        {
            var symbols = new Queue<string>(Symbol().Matches(rule.Groups[2].Value).Select(symbol => symbol.Value));
            grammar._rules[rule.Groups[1].Value] = grammar.ReadChoice(symbols, rule.Groups[1].Value);
            grammar.Points.Add(rule.Groups[1].Value);
        }

        return grammar;
    }

    /// <summary>True when the whole text is an expression; the points that it used are added.</summary>
    public bool Accepts(string text, ISet<string> used)
    {
        if (Tokenize(text) is not { } tokens)
        {
            return false;
        }

        var memory = new Dictionary<(Node, int), List<(int End, Trace Trace)>>();
        foreach (var (end, trace) in Match(new Node(NodeKind.Rule, "expression", []), tokens, 0, memory))
        {
            if (end == tokens.Count)
            {
                trace.CopyTo(used);
                return true;
            }
        }

        return false;
    }

    private static string Block(string page, string name) => Regex.Match(page, $"```{name}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private List<(string Kind, string Text)>? Tokenize(string text)
    {
        var tokens = new List<(string, string)>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is ' ' or '\t' or '\r' or '\n')
            {
                at++;
                continue;
            }

            var best = _tokens.Select(token => (token.Name, token.Pattern.Match(text, at).Length)).MaxBy(token => token.Length);
            var symbol = new[] { "==", "!=", "<=", ">=" }.FirstOrDefault(known => string.CompareOrdinal(text, at, known, 0, 2) == 0)
                ?? ("=<>+-*/%()[],?:".Contains(text[at], StringComparison.Ordinal) ? text[at].ToString() : null);
            if (best.Length == 0 && symbol is null)
            {
                return null;
            }

            var length = best.Length > 0 ? best.Length : symbol!.Length;
            var written = text.Substring(at, length);
            tokens.Add((best.Length > 0 && written is not ("and" or "or" or "not" or "in" or "true" or "false") ? best.Name : written, written));
            at += length;
        }

        return tokens;
    }

    // All ends that a node can reach: no order of alternatives is preferred, as the notation has it.
    private List<(int End, Trace Trace)> Match(Node node, List<(string Kind, string Text)> tokens, int at, Dictionary<(Node, int), List<(int, Trace)>> memory)
    {
        if (memory.TryGetValue((node, at), out var known))
        {
            return known;
        }

        var ends = new Dictionary<int, Trace>();
        memory[(node, at)] = [];
        switch (node.Kind)
        {
            case NodeKind.Terminal:
                if (at < tokens.Count && tokens[at].Kind == node.Text)
                {
                    ends[at + 1] = Trace.Empty;
                }

                break;
            case NodeKind.Rule when !_rules.TryGetValue(node.Text, out _):
                if (at < tokens.Count && tokens[at].Kind == node.Text)
                {
                    ends[at + 1] = new Trace($"token {node.Text}", []);
                }

                break;
            case NodeKind.Rule:
                foreach (var (end, trace) in Match(_rules[node.Text], tokens, at, memory))
                {
                    ends.TryAdd(end, new Trace(node.Text, [trace]));
                }

                break;
            case NodeKind.Choice:
                for (var i = 0; i < node.Parts.Count; i++)
                {
                    foreach (var (end, trace) in Match(node.Parts[i], tokens, at, memory))
                    {
                        ends.TryAdd(end, new Trace($"{node.Text}|{i}", [trace]));
                    }
                }

                break;
            case NodeKind.Sequence:
                ends = MatchAll(node, tokens, at, memory);
                break;
            case NodeKind.Option:
                ends[at] = new Trace($"{node.Text} without", []);
                foreach (var (end, trace) in Match(node.Parts[0], tokens, at, memory))
                {
                    ends[end] = new Trace($"{node.Text} with", [trace]);
                }

                break;
            default:
                ends[at] = new Trace($"{node.Text} without", []);
                for (var open = new Queue<int>([at]); open.TryDequeue(out var from);)
                {
                    foreach (var (end, trace) in Match(node.Parts[0], tokens, from, memory))
                    {
                        if (ends.TryAdd(end, new Trace(from == at ? $"{node.Text} with" : $"{node.Text} repeated", [ends[from], trace])))
                        {
                            open.Enqueue(end);
                        }
                    }
                }

                break;
        }

        return memory[(node, at)] = [.. ends.Select(end => (end.Key, end.Value))];
    }

    private Dictionary<int, Trace> MatchAll(Node node, List<(string Kind, string Text)> tokens, int at, Dictionary<(Node, int), List<(int, Trace)>> memory)
    {
        var reached = new Dictionary<int, Trace> { [at] = Trace.Empty };
        foreach (var part in node.Parts)
        {
            var next = new Dictionary<int, Trace>();
            foreach (var (from, before) in reached)
            {
                foreach (var (end, trace) in Match(part, tokens, from, memory))
                {
                    next.TryAdd(end, new Trace(null, [before, trace]));
                }
            }

            reached = next;
        }

        return reached;
    }

    private Node ReadChoice(Queue<string> symbols, string rule)
    {
        var parts = new List<Node> { ReadSequence(symbols, rule) };
        while (symbols.TryPeek(out var next) && next == "|")
        {
            symbols.Dequeue();
            parts.Add(ReadSequence(symbols, rule));
        }

        return parts.Count == 1 ? parts[0] : Pointed(NodeKind.Choice, rule, parts, [.. Enumerable.Range(0, parts.Count).Select(i => $"|{i}")]);
    }

    private Node ReadSequence(Queue<string> symbols, string rule)
    {
        var parts = new List<Node>();
        while (symbols.TryPeek(out var next) && next is not ("|" or ")" or "]" or "}"))
        {
            symbols.Dequeue();
            switch (next)
            {
                case ",":
                    continue;
                case "(" or "[" or "{":
                    var inner = ReadChoice(symbols, rule);
                    symbols.Dequeue();
                    parts.Add(next switch
                    {
                        "(" => inner,
                        "[" => Pointed(NodeKind.Option, rule, [inner], [" with", " without"]),
                        _ => Pointed(NodeKind.Repetition, rule, [inner], [" with", " without", " repeated"]),
                    });
                    break;
                case ['"', ..]:
                    parts.Add(new Node(NodeKind.Terminal, next.Trim('"'), []));
                    break;
                default:
                    parts.Add(new Node(NodeKind.Rule, next, []));
                    break;
            }
        }

        return parts.Count == 1 ? parts[0] : new Node(NodeKind.Sequence, rule, parts);
    }

    private Node Pointed(NodeKind kind, string rule, List<Node> parts, string[] points)
    {
        var name = $"{rule}#{Points.Count}";
        Points.AddRange(points.Select(point => name + point));
        return new Node(kind, name, parts);
    }

    [GeneratedRegex(@"^(\w+)\s*=(.*?);\s*$", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex("\"[^\"]+\"|\\w+|[(){}\\[\\]|,]")]
    private static partial Regex Symbol();

    private sealed class Node(NodeKind kind, string text, List<Node> parts)
    {
        public NodeKind Kind => kind;

        public string Text => text;

        public List<Node> Parts => parts;
    }

    /// <summary>The points that lie on one way through the grammar.</summary>
    private sealed record Trace(string? Point, List<Trace> Of)
    {
        public static Trace Empty { get; } = new(null, []);

        public void CopyTo(ISet<string> used)
        {
            if (Point is not null)
            {
                used.Add(Point);
            }

            foreach (var trace in Of)
            {
                trace.CopyTo(used);
            }
        }
    }
}
