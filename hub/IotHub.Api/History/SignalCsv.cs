using System.Globalization;
using System.Text;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Runtime.Storing;

namespace IotHub.Api.History;

/// <summary>
/// Answers as comma-separated values by RFC 4180, in UTF-8 with CRLF. Numbers are plain; a text that a spreadsheet would take for a formula gets an apostrophe before it.
/// </summary>
internal static class SignalCsv
{
    public const string ContentType = "text/csv; charset=utf-8; header=present";

    private const string FormulaStarts = "=+-@\t\r\n";

    /// <summary>Writes line by line: no more than one is in memory.</summary>
    public static async Task WriteAsync(SignalQuery query, SignalHistory answer, Stream stream, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        var columns = query.Signals.SelectMany((signal, index) => Columns(signal, answer.Signals[index]!)).ToList();
        var line = new StringBuilder("time");
        foreach (var (name, _) in columns)
        {
            line.Append(',').Append(Text(name));
        }

        await writer.WriteLineAsync(line, cancellationToken);
        for (var row = 0; row < answer.Starts.Length; row++)
        {
            line.Clear().Append(answer.Starts[row].UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture));
            foreach (var (_, cell) in columns)
            {
                line.Append(',').Append(cell(row));
            }

            await writer.WriteLineAsync(line, cancellationToken);
        }
    }

    /// <summary>A text as one field.</summary>
    public static string Text(string text)
    {
        var harmless = text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return harmless.AsSpan().ContainsAny(",\"\r\n") ? "\"" + harmless.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : harmless;
    }

    private static IEnumerable<(string Name, Func<int, string> Cell)> Columns(SignalAddress signal, SignalSeries series)
    {
        var unit = series.Unit is { } given ? $" ({given})" : string.Empty;
        var name = $"{signal.Device}/{signal.Name}";
        switch (series.Class)
        {
            case SignalClass.Measurement:
                yield return ($"{name} mean{unit}", row => Number(series.Mean[row]));
                yield return ($"{name} min{unit}", row => Number(series.Least[row]));
                yield return ($"{name} max{unit}", row => Number(series.Greatest[row]));
                break;
            case SignalClass.Counter:
                yield return ($"{name} increase{unit}", row => Number(series.Increase[row]));
                yield return ($"{name} reading{unit}", row => Value(series.Last[row]));
                break;
            case SignalClass.Event:
                yield return ($"{name} count", row => series.Count[row]?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);
                break;
            default:
                yield return (name, row => Value(series.Last[row]));
                foreach (var state in series.States)
                {
                    var value = state.Value.HasValue ? state.Value.ToString() : "other";
                    yield return ($"{name} = {value} (seconds)", row => Number(state.Seconds[row]));
                }

                break;
        }
    }

    private static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Value(PropertyValue value) => value.Kind switch
    {
        PropertyValueKind.None => string.Empty,
        PropertyValueKind.Text => Text(value.AsText),
        _ => value.ToString(),
    };
}
