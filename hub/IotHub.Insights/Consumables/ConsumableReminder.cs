using System.Globalization;
using IotHub.Automation.Sentences;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Consumables;

/// <summary>A reminder that a part should be replaced. Made on the hub for the people at home; nothing leaves it.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Part">The part's name.</param>
/// <param name="Sentence">What a person reads.</param>
/// <param name="Link">Where a new one is ordered; null where the catalogue says nothing.</param>
/// <param name="Product">Id of the product that replaces it; null where the catalogue names none.</param>
/// <param name="ResetAction">Address of the device's action that counts a new one from its start; null where there is none.</param>
public sealed record ConsumableReminder(string Device, string Part, string Sentence, string? Link, string? Product, string? ResetAction)
{
    /// <summary>The reminder for a part; null where it is not low, or was put off.</summary>
    /// <param name="state">What is known of it.</param>
    /// <param name="part">How the device tells.</param>
    /// <param name="label">What a person calls the device.</param>
    /// <param name="offer">What the catalogue says of it; null for nothing.</param>
    /// <param name="language">In which language.</param>
    /// <param name="now">Now.</param>
    public static ConsumableReminder? For(ConsumableState state, ConsumablePart part, string label, ConsumableOffer? offer, SentenceLanguage language, DateTimeOffset now)
    {
        if (!state.IsLow || state.QuietUntil > now)
        {
            return null;
        }

        var forecast = ConsumableForecast.Of(state, part, now);
        var sentence = language == SentenceLanguage.Chinese ? Chinese(state, label, offer, forecast) : English(state, label, offer, forecast);
        return new ConsumableReminder(state.Device, state.Part, sentence, offer?.Link, offer?.Product, part.ResetAction);
    }

    private static string English(ConsumableState state, string label, ConsumableOffer? offer, ConsumableForecast forecast)
    {
        var name = offer?.Name.English ?? state.Part.Replace('-', ' ');
        var left = (state.Percent, Days(forecast.DaysLeft)) switch
        {
            ({ } percent, { } days) => string.Create(CultureInfo.InvariantCulture, $"has {percent:0} % left, {Lasts(forecast, days)}"),
            ({ } percent, null) => string.Create(CultureInfo.InvariantCulture, $"has {percent:0} % left"),
            (null, { } days) => $"lasts {Lasts(forecast, days)}",
            _ => "is nearly used up",
        };
        var lead = offer is { LeadDays: > 0 } ? string.Create(CultureInfo.InvariantCulture, $" A new one takes {Count(offer.LeadDays, "day")} to arrive.") : string.Empty;
        return $"The {name} of “{label}” {left}.{lead}";
    }

    private static string Lasts(ConsumableForecast forecast, int days) => forecast.Basis == ForecastBasis.Device
        ? $"{Count(days, "day")} by its own count"
        : string.Create(CultureInfo.InvariantCulture, $"about {Count(days, "day")} as it is used here ({Days(forecast.DaysLow) ?? days} to {Days(forecast.DaysHigh) ?? days})");

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? string.Empty : "s")}");

    private static string Chinese(ConsumableState state, string label, ConsumableOffer? offer, ConsumableForecast forecast)
    {
        var name = offer?.Name.Chinese ?? state.Part;
        var percent = state.Percent is { } left ? string.Create(CultureInfo.InvariantCulture, $"剩余 {left:0}%") : null;
        var days = Days(forecast.DaysLeft) is { } whole
            ? forecast.Basis == ForecastBasis.Device ? $"设备自计还可用 {whole} 天" : string.Create(CultureInfo.InvariantCulture, $"按家中用量约可用 {whole} 天（{Days(forecast.DaysLow) ?? whole} 至 {Days(forecast.DaysHigh) ?? whole} 天）")
            : null;
        var how = (percent, days) is (null, null) ? "即将用完" : string.Join("，", new[] { percent, days }.OfType<string>());
        var lead = offer is { LeadDays: > 0 } ? string.Create(CultureInfo.InvariantCulture, $"新件到货需 {offer.LeadDays} 天。") : string.Empty;
        return $"“{label}”的{name}{how}。{lead}";
    }

    private static int? Days(double? days) => days is { } known ? (int)Math.Round(known) : null;
}
