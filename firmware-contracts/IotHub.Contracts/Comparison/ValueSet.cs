using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Comparison;

/// <summary>The numbers that a property may have, as far as one set can be told to lie in another.</summary>
internal readonly struct ValueSet
{
    // As in checking values: a tenth is not exact in binary.
    private const double Tolerance = 1e-6;

    private readonly ContractProperty _property;
    private readonly Int128 _lowest;
    private readonly Int128 _highest;

    private ValueSet(ContractProperty property)
    {
        _property = property;
        FormatNames.TryGetBounds(property.Format, out _lowest, out _highest);
    }

    public static ValueSet Of(ContractProperty property) => new(property);

    private bool IsWhole => FormatNames.IsInteger(_property.Format);

    private double Minimum => _property.Range?.Minimum ?? (IsWhole ? (double)_lowest : double.NegativeInfinity);

    private double Maximum => _property.Range?.Maximum ?? (IsWhole ? (double)_highest : double.PositiveInfinity);

    /// <summary>The largest number that may be set: a range need not end on a step.</summary>
    private double LastStep => _property.Range is { } range
        ? range.Minimum + (Math.Floor(((range.Maximum - range.Minimum) / range.Step) + Tolerance) * range.Step)
        : Maximum;

    /// <summary>True when every number that may be reported of the one lies in the other. Steps do not matter: what is measured may lie between two.</summary>
    public bool ReportsWithin(ValueSet other)
    {
        if (!other._property.ValueList.IsEmpty)
        {
            return FewNumbers(IsWhole ? 1 : 0) is { } numbers && numbers.All(other.IsListed);
        }

        if (!_property.ValueList.IsEmpty)
        {
            return _property.ValueList.All(entry => entry.Value >= other.Minimum && entry.Value <= other.Maximum);
        }

        return (IsWhole || !other.IsWhole || (Minimum == Maximum && IsMultiple(Minimum, 1))) && IsWithin(other, Maximum);
    }

    /// <summary>True when every number that may be set of the one may be set of the other.</summary>
    public bool TakenBy(ValueSet other)
    {
        if (!other._property.ValueList.IsEmpty)
        {
            return FewNumbers(_property.Range?.Step ?? (IsWhole ? 1 : 0)) is { } numbers && numbers.All(other.IsListed);
        }

        if (!_property.ValueList.IsEmpty)
        {
            var grid = other;
            return _property.ValueList.All(entry => entry.Value >= grid.Minimum && entry.Value <= grid.Maximum && grid.IsOnStep(entry.Value));
        }

        return IsWithin(other, LastStep) && StepsWithin(other);
    }

    /// <summary>What it takes, in words.</summary>
    public string Describe()
    {
        if (!_property.ValueList.IsEmpty)
        {
            const int Shown = 12;
            var entries = string.Join(", ", _property.ValueList.Take(Shown).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Value} ({Cut(entry.Name)})")));
            return _property.ValueList.Length > Shown ? entries + ", …" : entries;
        }

        return _property.Range is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum} in steps of {range.Step}")
            : IsWhole ? $"{_lowest} to {_highest}" : "any number";
    }

    private static string Cut(string text) => Json.JsonNodeAt.Cut(text);

    private bool IsWithin(ValueSet other, double maximum)
    {
        // Whole numbers without ranges are compared exactly: the ends of 64 bits are no doubles.
        if (_property.Range is null && other._property.Range is null && IsWhole && other.IsWhole)
        {
            return _lowest >= other._lowest && _highest <= other._highest;
        }

        return Minimum >= other.Minimum && maximum <= other.Maximum;
    }

    private bool StepsWithin(ValueSet other)
    {
        if (other._property.Range is not { } grid)
        {
            return !other.IsWhole || IsWhole || IsWholeGrid();
        }

        if (_property.Range is { } range)
        {
            // A range shorter than its step is one number.
            return IsWholeIn(grid, range.Minimum) && (LastStep == range.Minimum || IsMultiple(range.Step, grid.Step)) && (!other.IsWhole || IsWhole || IsWholeGrid());
        }

        return IsWhole && IsMultiple(1, grid.Step) && IsWholeIn(grid, (double)_lowest);
    }

    /// <summary>True when every step of a range of fractions is a whole number, as many published ranges of floats are.</summary>
    private bool IsWholeGrid() => _property.Range is { } range && IsMultiple(range.Minimum, 1) && (LastStep == range.Minimum || IsMultiple(range.Step, 1));

    private bool IsOnStep(double number) => _property.Range is not { } range || IsWholeIn(range, number);

    private bool IsListed(double number)
    {
        foreach (var entry in _property.ValueList)
        {
            if (entry.Value == number)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The numbers one by one, where they are few; null where they are many, or anything between two bounds.</summary>
    /// <param name="step">From one to the next; 0 for anything between.</param>
    private IEnumerable<double>? FewNumbers(double step)
    {
        if (!_property.ValueList.IsEmpty)
        {
            return _property.ValueList.Select(entry => (double)entry.Value);
        }

        var (minimum, maximum) = (Minimum, Maximum);
        if (minimum == maximum)
        {
            return [minimum];
        }

        var count = step > 0 ? Math.Floor(((maximum - minimum) / step) + Tolerance) : double.PositiveInfinity;
        return count < ContractLimits.ValueListMax ? Enumerable.Range(0, (int)count + 1).Select(number => minimum + (number * step)) : null;
    }

    private static bool IsWholeIn(ValueRange grid, double number) => IsMultiple(number - grid.Minimum, grid.Step);

    private static bool IsMultiple(double number, double step)
    {
        var steps = number / step;
        return Math.Abs(steps - Math.Round(steps)) <= Tolerance * Math.Max(1, Math.Abs(steps));
    }
}
