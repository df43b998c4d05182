using System.Globalization;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Comparison;

/// <summary>
/// Whether one property may stand in for another. What may be set must be taken: the other takes all that the one took, or more. What is
/// reported must be expected: the other reports no more than the one promised. Values are already in the contracts' numbers, so scaling does not matter.
/// </summary>
internal static class PropertyComparison
{
    /// <summary>All differences of two properties of one address.</summary>
    public static List<Difference> Compare(ContractProperty need, ContractProperty have)
    {
        var found = new List<Difference>();
        CompareAccess(need, have, found);
        CompareMeaning(need, have, found);
        if (need.IsWritable && have.IsWritable)
        {
            CompareTaken(need, have, found);
        }

        if (need.IsObservable && have.IsObservable)
        {
            CompareReported(need, have, found);
        }

        if (found.Count == 0)
        {
            NoteValues(need, have, found);
        }

        NoteRest(need, have, found);
        return found;
    }

    /// <summary>Why a value that is given for the one may not be given for the other; nothing when it may.</summary>
    public static void CompareTaken(ContractProperty need, ContractProperty have, List<Difference> found)
    {
        if (!SameFamily(need, have, found))
        {
            return;
        }

        switch (Family(need.Format))
        {
            case ValueFamily.Text:
                if (need.Format == PropertyFormat.String && have.Format == PropertyFormat.Hex)
                {
                    found.Add(Difference.Breaks("takes hexadecimal digits only, where any text was taken."));
                }

                if (have.LengthMax is { } most && (need.LengthMax is not { } needed || most < needed))
                {
                    found.Add(Difference.Breaks($"takes {Number(most)} characters at most, where {(need.LengthMax is { } before ? Number(before) : "any number")} were taken."));
                }

                break;
            case ValueFamily.Number when !ValueSet.Of(need).TakenBy(ValueSet.Of(have)):
                found.Add(Difference.Breaks($"takes {Describe(have)}, where {Describe(need)} was taken."));
                break;
            default:
                break;
        }
    }

    /// <summary>Why a value that is reported of the other may not be expected of the one; nothing when it may.</summary>
    public static void CompareReported(ContractProperty need, ContractProperty have, List<Difference> found)
    {
        if (!SameFamily(need, have, found))
        {
            return;
        }

        switch (Family(need.Format))
        {
            case ValueFamily.Text:
                if (need.Format == PropertyFormat.Hex && have.Format == PropertyFormat.String)
                {
                    found.Add(Difference.Breaks("reports any text, where hexadecimal digits were promised."));
                }

                if (need.LengthMax is { } promised && (have.LengthMax is not { } longest || longest > promised))
                {
                    found.Add(Difference.Breaks($"reports up to {(have.LengthMax is { } now ? Number(now) : "any number of")} characters, where {Number(promised)} were promised."));
                }

                break;
            case ValueFamily.Number when !ValueSet.Of(have).ReportsWithin(ValueSet.Of(need)):
                found.Add(Difference.Breaks($"reports {Describe(have)}, where {Describe(need)} was promised."));
                break;
            default:
                break;
        }
    }

    /// <summary>Why the same number means something else; nothing when it means the same.</summary>
    public static void CompareMeaning(ContractProperty need, ContractProperty have, List<Difference> found)
    {
        if (!SameUnit(need, have))
        {
            found.Add(Difference.Breaks($"is in {Unit(have)}, where it was in {Unit(need)}."));
        }

        foreach (var entry in need.ValueList)
        {
            foreach (var other in have.ValueList)
            {
                if (other.Value == entry.Value && !string.Equals(other.Name, entry.Name, StringComparison.OrdinalIgnoreCase))
                {
                    // Rules may name values.
                    found.Add(Difference.Breaks($"calls {Number(entry.Value)} \"{Json.JsonNodeAt.Cut(other.Name)}\", where it was \"{Json.JsonNodeAt.Cut(entry.Name)}\"."));
                }
            }
        }
    }

    private static void CompareAccess(ContractProperty need, ContractProperty have, List<Difference> found)
    {
        Check(PropertyAccess.Read, "can no longer be asked for.", "can be asked for now.");
        Check(PropertyAccess.Write, "can no longer be set.", "can be set now.");
        Check(PropertyAccess.Notify, "no longer reports changes by itself.", "reports changes by itself now.");

        void Check(PropertyAccess one, string lost, string gained)
        {
            if (need.Access.HasFlag(one) && !have.Access.HasFlag(one))
            {
                found.Add(Difference.Breaks(lost));
            }
            else if (!need.Access.HasFlag(one) && have.Access.HasFlag(one))
            {
                found.Add(Difference.Note(gained));
            }
        }
    }

    /// <summary>Says what differs in the values where nothing breaks by it.</summary>
    private static void NoteValues(ContractProperty need, ContractProperty have, List<Difference> found)
    {
        if (need.Format != have.Format)
        {
            found.Add(Difference.Note($"is {FormatNames.NameOf(have.Format)}, where it was {FormatNames.NameOf(need.Format)}."));
        }

        if (need.Range != have.Range || !need.ValueList.Select(entry => (entry.Value, entry.Name)).SequenceEqual(have.ValueList.Select(entry => (entry.Value, entry.Name))))
        {
            found.Add(Difference.Note($"has the values {ValueSet.Of(have).Describe()}, where it had {ValueSet.Of(need).Describe()}."));
        }

        if (need.LengthMax != have.LengthMax)
        {
            found.Add(Difference.Note("has another longest text."));
        }
    }

    private static void NoteRest(ContractProperty need, ContractProperty have, List<Difference> found)
    {
        if (SameUnit(need, have) && need.RawUnit != have.RawUnit)
        {
            found.Add(Difference.Note($"writes its unit {Unit(have)}, where it was {Unit(need)}."));
        }

        if (need.ReportInterval != have.ReportInterval)
        {
            found.Add(Difference.Note(have.ReportInterval is { } every
                ? $"promises a report every {Number((long)every.TotalSeconds)} s."
                : "no longer promises how often it is reported."));
        }

        if (need.Consumable != have.Consumable)
        {
            found.Add(Difference.Note(have.Consumable is { } consumable ? $"says what is left of the {consumable.Name}." : "is no longer said to wear out."));
        }

        if (SignalClasses.Of(need) != SignalClasses.Of(have))
        {
            found.Add(Difference.Note($"is kept as a {ExtensionReader.NameOf(SignalClasses.Of(have))} in the history, where it was a {ExtensionReader.NameOf(SignalClasses.Of(need))}."));
        }

        if (need.Description != have.Description)
        {
            found.Add(Difference.Note("is described in other words."));
        }
    }

    private static bool SameFamily(ContractProperty need, ContractProperty have, List<Difference> found)
    {
        if (Family(need.Format) == Family(have.Format))
        {
            return true;
        }

        var sentence = Difference.Breaks($"is {FormatNames.NameOf(have.Format)}, where it was {FormatNames.NameOf(need.Format)}.");
        if (!found.Contains(sentence))
        {
            found.Add(sentence);
        }

        return false;
    }

    // Where the needed contract gives no unit it promised none, so that any will do.
    private static bool SameUnit(ContractProperty need, ContractProperty have) =>
        IsUnitless(need) || (need.Unit != MeasurementUnit.None ? need.Unit == have.Unit : string.Equals(need.RawUnit, have.RawUnit, StringComparison.Ordinal));

    private static bool IsUnitless(ContractProperty property) => string.IsNullOrWhiteSpace(property.RawUnit) || property.RawUnit.Trim() == "none";

    private static string Unit(ContractProperty property) => string.IsNullOrWhiteSpace(property.RawUnit) ? "no unit" : Json.JsonNodeAt.Cut(property.RawUnit);

    private static string Describe(ContractProperty property) =>
        $"{(property.Format == PropertyFormat.Float ? "numbers" : "whole numbers")} {ValueSet.Of(property).Describe()}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static ValueFamily Family(PropertyFormat format) => format switch
    {
        PropertyFormat.Boolean => ValueFamily.Truth,
        PropertyFormat.String or PropertyFormat.Hex => ValueFamily.Text,
        _ => ValueFamily.Number,
    };

    private enum ValueFamily
    {
        Truth,
        Number,
        Text,
    }
}
