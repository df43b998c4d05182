using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Values;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules;
using IotHub.Automation.Triggers;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Analysis.Rules;

/// <summary>One thing that sets an automation going, with all that is certain when it does.</summary>
/// <param name="Trigger">The trigger.</param>
/// <param name="Index">Its number from 0.</param>
/// <param name="Facts">What holds at that moment.</param>
internal abstract record Stimulus(TriggerPlan Trigger, int Index, Facts Facts)
{
    /// <summary>JSON pointer of the trigger.</summary>
    public string Pointer => $"/triggers/{Index}";

    /// <summary>
    /// A value passes from one set into another: what it was lies outside of what it becomes, unless any change will do, and it stays so for a while where
    /// that is asked, zero for at once.
    /// </summary>
    public sealed record Value(TriggerPlan Trigger, int Index, Facts Facts, PropertyReference Reference, ValueSet Before, ValueSet After, TimeSpan For, bool IsChange) : Stimulus(Trigger, Index, Facts);

    public sealed record Event(TriggerPlan Trigger, int Index, Facts Facts, TriggerPlan.EventSource Source) : Stimulus(Trigger, Index, Facts);

    public sealed record Time(TriggerPlan Trigger, int Index, Facts Facts, Schedule Schedule) : Stimulus(Trigger, Index, Facts);

    public sealed record Person(TriggerPlan Trigger, int Index, Facts Facts, string Id, bool Arrives, TimeSpan For) : Stimulus(Trigger, Index, Facts);

    public sealed record Availability(TriggerPlan Trigger, int Index, Facts Facts, Device Device, DeviceAvailability Becomes, TimeSpan For) : Stimulus(Trigger, Index, Facts);

    public sealed record Scene(TriggerPlan Trigger, int Index, Facts Facts, string Id) : Stimulus(Trigger, Index, Facts);

    public sealed record Run(TriggerPlan Trigger, int Index, Facts Facts, string Id, RunHappening Happening) : Stimulus(Trigger, Index, Facts);

    public sealed record Message(TriggerPlan Trigger, int Index, Facts Facts, string Filter, string? Payload) : Stimulus(Trigger, Index, Facts);

    public sealed record Webhook(TriggerPlan Trigger, int Index, Facts Facts, string Hook, string Method) : Stimulus(Trigger, Index, Facts);

    public sealed record Started(TriggerPlan Trigger, int Index, Facts Facts) : Stimulus(Trigger, Index, Facts);

    /// <summary>Something that the model cannot look into.</summary>
    public sealed record Other(TriggerPlan Trigger, int Index, Facts Facts) : Stimulus(Trigger, Index, Facts);
}
