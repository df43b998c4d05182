using System.Collections.Immutable;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Analysis.Values;

/// <summary>Values that a property may have: stretches of numbers, some of a few values, or any text but some.</summary>
internal sealed class ValueSet
{
    private readonly ContractProperty _property;
    private readonly ImmutableArray<Interval> _numbers;
    private readonly ImmutableArray<PropertyValue> _values;

    // For texts, of which there is no list: all but the values.
    private readonly bool _isExcept;

    private ValueSet(ContractProperty property, ImmutableArray<Interval> numbers, ImmutableArray<PropertyValue> values, bool isExcept)
    {
        (_property, _values, _isExcept) = (property, values, isExcept);
        _numbers = [.. numbers.Select(each => IsWhole(property) ? each.Whole() : each).Where(each => !each.IsEmpty)];
    }

    public bool IsEmpty => IsNumeric(_property) ? _numbers.IsEmpty : !_isExcept && _values.IsEmpty;

    /// <summary>True for numbers, which pass through what lies between; false for choices and texts.</summary>
    public bool IsOrdered => IsNumeric(_property);

    /// <summary>Values of the set that stand for the others: near the ends and in the middle of each stretch.</summary>
    public IEnumerable<PropertyValue> Samples
    {
        get
        {
            if (!IsNumeric(_property))
            {
                return _isExcept ? [PropertyValue.FromText(_values.Contains(PropertyValue.FromText("other")) ? "another" : "other")] : _values;
            }

            return _numbers.SelectMany(Pick).Select(ToValue);
        }
    }

    /// <summary>A value of the set; none where it is empty.</summary>
    public PropertyValue Sample => Samples.FirstOrDefault();

    public static ValueSet Everything(ContractProperty property) => IsNumeric(property)
        ? new ValueSet(property, [property.Range is { } range ? new Interval(range.Minimum, true, range.Maximum, true) : Interval.Everything], [], false)
        : new ValueSet(property, [], Listed(property), property.Format is PropertyFormat.String or PropertyFormat.Hex);

    public static ValueSet Of(PropertyTest test, ContractProperty property)
    {
        var set = Everything(property);
        if (test.Equal.HasValue)
        {
            set = set.Intersect(Only(property, [test.Equal, .. test.Others.IsDefault ? [] : test.Others]));
        }

        if (!test.Not.IsDefaultOrEmpty)
        {
            set = set.Intersect(Only(property, test.Not).Complement());
        }

        return test.Above is null && test.Below is null ? set
            : set.Intersect(Between(property, test.Above ?? double.NegativeInfinity, false, test.Below ?? double.PositiveInfinity, false));
    }

    public static ValueSet Only(ContractProperty property, ImmutableArray<PropertyValue> values)
    {
        var everything = Everything(property);
        return IsNumeric(property)
            ? everything.Intersect(new ValueSet(property, [.. values.Where(value => value.TryGetNumber(out _)).Select(NumberOf).Order().Select(number => new Interval(number, true, number, true))], [], false))
            : new ValueSet(property, [], [.. values.Select(value => Plain(property, value)).Distinct()], false).Intersect(everything);
    }

    public static ValueSet Between(ContractProperty property, double from, bool hasFrom, double to, bool hasTo)
    {
        if (IsNumeric(property))
        {
            return Everything(property).Intersect(new ValueSet(property, [new Interval(from, hasFrom, to, hasTo)], [], false));
        }

        // The entries of a list are compared by their numbers.
        var stretch = new Interval(from, hasFrom, to, hasTo);
        return new ValueSet(property, [], [.. Listed(property).Where(value => value.TryGetNumber(out var number) && stretch.Contains(number))], false);
    }

    public bool Contains(PropertyValue value) => IsNumeric(_property)
        ? value.TryGetNumber(out var number) && _numbers.Any(each => each.Contains(number))
        : value.HasValue && _values.Contains(Plain(_property, value)) != _isExcept;

    public ValueSet Intersect(ValueSet other)
    {
        if (IsNumeric(_property))
        {
            return new ValueSet(_property, [.. _numbers.SelectMany(mine => other._numbers.Select(mine.Intersect))], [], false);
        }

        return (_isExcept, other._isExcept) switch
        {
            (true, true) => new ValueSet(_property, [], [.. _values.Union(other._values)], true),
            (true, false) => new ValueSet(_property, [], other._values.RemoveAll(_values.Contains), false),
            (false, true) => new ValueSet(_property, [], _values.RemoveAll(other._values.Contains), false),
            _ => new ValueSet(_property, [], _values.RemoveAll(value => !other._values.Contains(value)), false),
        };
    }

    /// <summary>All values that the contract allows and that are not in the set.</summary>
    public ValueSet Complement()
    {
        if (!IsNumeric(_property))
        {
            return _property.Format is PropertyFormat.String or PropertyFormat.Hex
                ? new ValueSet(_property, [], _values, !_isExcept)
                : new ValueSet(_property, [], Listed(_property).RemoveAll(_values.Contains), false);
        }

        var rest = Everything(_property);
        foreach (var each in _numbers)
        {
            var outside = new ValueSet(_property, [new Interval(double.NegativeInfinity, false, each.From, !each.HasFrom), new Interval(each.To, !each.HasTo, double.PositiveInfinity, false)], [], false);
            rest = rest.Intersect(outside);
        }

        return rest;
    }

    public bool IsWithin(ValueSet other) => Intersect(other.Complement()).IsEmpty;

    private static bool IsNumeric(ContractProperty property) => property.Format is not (PropertyFormat.Boolean or PropertyFormat.String or PropertyFormat.Hex) && property.ValueList.IsDefaultOrEmpty;

    private static bool IsWhole(ContractProperty property) => property.Format != PropertyFormat.Float;

    private static double NumberOf(PropertyValue value) => value.TryGetNumber(out var number) ? number : double.NaN;

    // Numbers of a list as whole numbers, whichever way they were written.
    private static PropertyValue Plain(ContractProperty property, PropertyValue value) =>
        !property.ValueList.IsDefaultOrEmpty && value.TryGetNumber(out var number) ? PropertyValue.FromInteger((long)number) : value;

    private static ImmutableArray<PropertyValue> Listed(ContractProperty property) => property.Format == PropertyFormat.Boolean
        ? [PropertyValue.FromBoolean(true), PropertyValue.FromBoolean(false)]
        : property.ValueList.IsDefaultOrEmpty ? [] : [.. property.ValueList.Select(entry => PropertyValue.FromInteger(entry.Value))];

    private IEnumerable<double> Pick(Interval each)
    {
        var step = IsWhole(_property) ? 1 : _property.Range is { Step: > 0 } range ? range.Step : 0.1;
        var from = double.IsInfinity(each.From) ? (double.IsInfinity(each.To) ? 0 : each.To - (10 * step)) : each.From;
        var to = double.IsInfinity(each.To) ? from + (20 * step) : each.To;
        var wide = Math.Min((to - from) / 2, Math.Max(1, step));
        return new[] { from + wide, to - wide, from + ((to - from) / 2), from + step, to - step, from, to }.Select(number => Math.Round(number, 4)).Where(each.Contains).Distinct();
    }

    private PropertyValue ToValue(double number) => IsWhole(_property) ? PropertyValue.FromInteger((long)number) : PropertyValue.FromNumber(number);
}
