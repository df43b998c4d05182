using IotHub.Automation.Actions;

namespace IotHub.Automation.Engine;

/// <summary>What steps are called: by the member that the document writes them with.</summary>
internal static class StepNames
{
    public static string Of(ActionPlan action) => action switch
    {
        ActionPlan.Set => "set",
        ActionPlan.Toggle => "toggle",
        ActionPlan.Call => "call",
        ActionPlan.Scene => "scene",
        ActionPlan.Snapshot => "snapshot",
        ActionPlan.Restore => "restore",
        ActionPlan.Wait or ActionPlan.WaitUntil or ActionPlan.WaitFor => "wait",
        ActionPlan.If => "if",
        ActionPlan.Choose => "choose",
        ActionPlan.Repeat => "repeat",
        ActionPlan.Parallel => "parallel",
        ActionPlan.Sequence => "sequence",
        ActionPlan.Check => "condition",
        ActionPlan.Stop => "stop",
        ActionPlan.Variables => "variables",
        ActionPlan.Notify => "notify",
        ActionPlan.Request => "request",
        ActionPlan.Publish => "publish",
        ActionPlan.Log => "log",
        ActionPlan.Run => "run",
        ActionPlan.Enable { Enabled: true } => "enable",
        ActionPlan.Enable => "disable",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Not a step."),
    };
}
