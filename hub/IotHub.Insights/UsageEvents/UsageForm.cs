using System.Text.RegularExpressions;

namespace IotHub.Insights.UsageEvents;

/// <summary>A form that a name in a usage event has. Each is too narrow for a sentence, and none is made up by a person of the home.</summary>
/// <param name="Words">What it must be, for messages.</param>
/// <param name="Pattern">The whole of it.</param>
public sealed partial record UsageForm(string Words, Regex Pattern)
{
    /// <summary>The type of a device contract, whose product part a maker chose.</summary>
    public static UsageForm ContractType { get; } = new("the type of a device contract", ContractTypePattern());

    /// <summary>A category of the contracts or the catalogue.</summary>
    public static UsageForm Category { get; } = new("a category: lower-case letters, digits and hyphens", CategoryPattern());

    /// <summary>A property, action or event of a contract, <c>light.on</c>.</summary>
    public static UsageForm Capability { get; } = new("a property, action or event of a contract", CapabilityPattern());

    /// <summary>A version: three numbers at most, since four could be an address.</summary>
    public static UsageForm Version { get; } = new("a version of up to three numbers", VersionPattern());

    /// <summary>A hash, or the receipt of a consent.</summary>
    public static UsageForm Hash { get; } = new("16 to 64 hexadecimal digits", HashPattern());

    /// <summary>A UUID.</summary>
    public static UsageForm Id { get; } = new("a UUID", IdPattern());

    /// <summary>A day, <c>2026-03-02</c>.</summary>
    public static UsageForm Day { get; } = new("a day", DayPattern());

    /// <summary>A currency of ISO 4217.</summary>
    public static UsageForm Currency { get; } = new("a currency of three letters", CurrencyPattern());

    [GeneratedRegex(@"^urn:[a-z0-9-]{1,32}:device:[a-z0-9-]{1,64}:[0-9A-Fa-f]{8}:[a-z0-9-]{1,64}:[0-9]{1,5}(:[0-9A-Fa-f]{8})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContractTypePattern();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CategoryPattern();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,63}\.[a-z][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CapabilityPattern();

    [GeneratedRegex(@"^[0-9]{1,6}(\.[0-9]{1,6}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"^[0-9a-f]{16,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HashPattern();

    [GeneratedRegex(@"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DayPattern();

    [GeneratedRegex(@"^[A-Z]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyPattern();
}
