using IotHub.Api.History;

namespace IotHub.Host.Options;

/// <summary>What energy costs, and what counts all of it.</summary>
internal sealed record EnergySettings
{
    /// <summary>Names of the devices through which all energy of the home goes. Default: none.</summary>
    public required IReadOnlyList<string> MainMeters { get; init; }

    /// <summary>Units of the currency for a kilowatt-hour, 0 to 1,000,000; null where none is set: then nothing is priced.</summary>
    public required double? Price { get; init; }

    /// <summary>Code of ISO 4217. Default EUR.</summary>
    public required string Currency { get; init; }

    /// <summary>As the API takes it.</summary>
    public EnergyBilling Billing => new([.. MainMeters], Price is { } price ? (long)Math.Round(price * 1_000_000) : null, Price is null ? null : Currency);

    public static EnergySettings Read(SettingsSection section)
    {
        var options = new EnergySettings
        {
            MainMeters = section.List("MainMeters"),
            Price = section.DecimalOrNone("Price", 0, 1_000_000),
            Currency = section.Text("Currency") ?? "EUR",
        };
        section.RefuseUnknown();
        return options.Currency.Length == 3 && options.Currency.All(char.IsAsciiLetterUpper)
            ? options
            : throw new StartException($"The setting Energy:Currency is \"{options.Currency}\"; it must be a code of ISO 4217 such as EUR.");
    }
}
