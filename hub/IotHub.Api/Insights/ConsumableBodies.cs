using System.Text.Json.Serialization;

namespace IotHub.Api.Insights;

/// <summary>A part that wears out.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Part">The part's name.</param>
/// <param name="En">What it is called in English.</param>
/// <param name="Zh">What it is called in Chinese.</param>
/// <param name="Percent">What is left, 0 to 100; null where only time is told.</param>
/// <param name="TimeLeft">What is left as the device tells it, in <paramref name="TimeUnit"/>; null where it does not.</param>
/// <param name="TimeUnit">Unit of it: <c>minutes</c>, <c>hours</c> (of use), <c>days</c> or <c>weeks</c>; null where there is none.</param>
/// <param name="DaysLeft">Days that it still lasts; null where not known.</param>
/// <param name="DaysLow">Fewest that use here makes likely; null where not known.</param>
/// <param name="DaysHigh">Most; null where not known.</param>
/// <param name="Basis">What that rests on: <c>device</c>, <c>estimate</c> or <c>unknown</c>.</param>
/// <param name="Low">True where it should be replaced.</param>
/// <param name="Reminder">The reminder; null where there is none, or it was put off.</param>
/// <param name="QuietUntil">Until when it was put off; null where it was not.</param>
/// <param name="ReplacedAt">When it was last replaced; null where that was never seen.</param>
/// <param name="Product">Id of the product that replaces it; null where the catalogue names none.</param>
/// <param name="Link">Where it is ordered; null where the catalogue says nothing. Opening it tells the shop what any visit tells it, and nothing of the home.</param>
/// <param name="ResetAction">The device's action that counts a new one from its start; null where there is none.</param>
public sealed record ConsumableBody(
    string Device, string Label, string Part, string En, string Zh, double? Percent, double? TimeLeft, string? TimeUnit, double? DaysLeft, double? DaysLow, double? DaysHigh, string Basis,
    bool Low, ReminderBody? Reminder, DateTimeOffset? QuietUntil, DateTimeOffset? ReplacedAt, string? Product, string? Link, string? ResetAction);

/// <summary>A reminder in words.</summary>
public sealed record ReminderBody(string En, string Zh);

/// <summary>A new part is in.</summary>
/// <param name="Reset">Whether the device is told to count from its start; null for yes where it can be told.</param>
public sealed record ReplacedBody(bool? Reset);

/// <summary>No reminder for a while.</summary>
/// <param name="Days">For so long, 1 to 365.</param>
public sealed record PutOffBody([property: JsonRequired] int Days);
