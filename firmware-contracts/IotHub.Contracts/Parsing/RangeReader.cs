using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads <c>value-range</c>. A range that cannot be meant is dropped: the format still bounds the value.</summary>
internal static class RangeReader
{
    public static ValueRange? Read(JsonNodeAt node, PropertyFormat format, bool hasList, FaultList faults)
    {
        if (!node.TryGet("value-range", out var range) || range.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (!FormatNames.IsInteger(format) && format != PropertyFormat.Float)
        {
            faults.Warning(range, "contract.range.format", $"A property of format {FormatNames.NameOf(format)} cannot have a range; it is dropped.");
            return null;
        }

        if (hasList)
        {
            faults.Warning(range, "contract.range.and-list", "The property has both a range and a value list; the range is dropped.");
            return null;
        }

        return TryReadNumbers(range, faults, out var written) ? Check(written, range, format, faults) : null;
    }

    private static bool TryReadNumbers(JsonNodeAt range, FaultList faults, out ValueRange written)
    {
        Span<double> numbers = [0, 0, 1];
        var isComplete = range.Kind == JsonValueKind.Array && range.Items.Length is 2 or 3;
        for (var i = 0; isComplete && i < range.Items.Length; i++)
        {
            isComplete = LenientNumber.TryGetNumber(range.Items[i], faults, out numbers[i]);
        }

        written = new ValueRange(numbers[0], numbers[1], numbers[2]);
        if (!isComplete)
        {
            faults.Warning(range, "contract.range.shape", $"Found {JsonNodeAt.Cut(range.Raw.ReplaceLineEndings(" "))} as range; expected [minimum, maximum, step]. It is dropped.");
        }
        else if (range.Items.Length == 2)
        {
            faults.Warning(range, "contract.range.step-missing", "The range has no step; expected [minimum, maximum, step]. The step is taken as 1.");
        }

        return isComplete;
    }

    private static ValueRange? Check(ValueRange written, JsonNodeAt range, PropertyFormat format, FaultList faults)
    {
        if (written.Minimum > written.Maximum)
        {
            faults.Warning(range, "contract.range.reversed",
                $"The range starts at {Text(written.Minimum)} and ends at {Text(written.Maximum)}; expected the smaller number first. It is dropped.",
                $"[{Text(written.Maximum)}, {Text(written.Minimum)}, {Text(written.Step)}]");
            return null;
        }

        if (written.Step <= 0)
        {
            if (format == PropertyFormat.Float)
            {
                faults.Warning(range, "contract.range.step", $"The step is {Text(written.Step)}; expected a number above 0. The range is dropped.");
                return null;
            }

            faults.Warning(range, "contract.range.step", $"The step is {Text(written.Step)}; expected a number above 0. It is taken as 1.");
            written = written with { Step = 1 };
        }

        return FormatNames.TryGetBounds(format, out var minimum, out var maximum) ? Clamp(written, (double)minimum, (double)maximum, range, format, faults) : written;
    }

    private static ValueRange? Clamp(ValueRange written, double minimum, double maximum, JsonNodeAt range, PropertyFormat format, FaultList faults)
    {
        if (written.Minimum >= minimum && written.Maximum <= maximum)
        {
            return written;
        }

        if (written.Maximum < minimum || written.Minimum > maximum)
        {
            faults.Warning(range, "contract.range.absurd", $"No {FormatNames.NameOf(format)} lies between {Text(written.Minimum)} and {Text(written.Maximum)}; the range is dropped.");
            return null;
        }

        faults.Warning(range, "contract.range.beyond-format",
            $"The range {Text(written.Minimum)} to {Text(written.Maximum)} goes beyond {FormatNames.NameOf(format)} ({Text(minimum)} to {Text(maximum)}); it is cut.");
        return written with { Minimum = Math.Max(written.Minimum, minimum), Maximum = Math.Min(written.Maximum, maximum) };
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
