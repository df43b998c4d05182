using IotHub.Contracts.Values;

namespace IotHub.Automation.Analysis;

/// <summary>In a counter-example, what a device or a room does by itself: when one value is reported, another follows.</summary>
/// <param name="Device">The device that does it.</param>
/// <param name="Property">Its property, <c>light.on</c>.</param>
/// <param name="Value">When it becomes this.</param>
/// <param name="OtherDevice">The device that sees it; may be the same.</param>
/// <param name="OtherProperty">Its property.</param>
/// <param name="OtherValue">What that becomes.</param>
/// <param name="After">How long after, above zero.</param>
/// <param name="Because">Why, as part of a sentence: <c>the heater warms the room</c>.</param>
public sealed record ReplayFeedback(
    string Device, string Property, PropertyValue Value, string OtherDevice, string OtherProperty, PropertyValue OtherValue, TimeSpan After, string Because);
