using System.Collections.Immutable;
using IotHub.Automation.Compilation;

namespace IotHub.Automation.Documents.Forms;

/// <summary>The types that several kinds of objects share.</summary>
internal static class Types
{
    public static FormType Flag { get; } = new FlagType();

    public static FormType Duration { get; } = new DurationType();

    public static FormType TimeOfDay { get; } = new TimeOfDayType();

    public static FormType Offset { get; } = new OffsetType();

    public static FormType Address { get; } = new AddressType();

    public static FormType Constant { get; } = new ConstantType();

    public static FormType Expression { get; } = new ExpressionType();

    public static FormType Number { get; } = new NumberType();

    public static FormType Days { get; } = new OneOrMoreType(new DayType(), 7);

    /// <summary>Person ids, rooms, kinds and the like: bounded like names.</summary>
    public static FormType Name { get; } = new TextType(AutomationLimits.NameLengthMax, 1);

    public static FormType Names { get; } = new OneOrMoreType(Name, AutomationLimits.WatchedMax);

    /// <summary><c>{"=": "expression"}</c>.</summary>
    public static FormType Computed { get; } = new ObjectType(new Form("computed", ["="], "Worked out when it is needed")
    {
        Members = [new("=", Expression, "What it is.") { IsRequired = true }],
    });

    /// <summary>A constant or an expression.</summary>
    public static FormType Value { get; } = new ShapeType("true, false, a number, text or {\"=\": \"expression\"}") { Code = "value.type", Text = Constant, Number = Constant, Flag = Constant, Object = Computed };

    private static FormSet ValueTestKinds { get; } = new("valueTest", "What a value must be")
    {
        Forms =
        [
            new("notValue", ["not"], "Anything but this") { Members = [new("not", new OneOrMoreType(Constant, AutomationLimits.TestValuesMax), "What it must not be.") { IsRequired = true }] },
            new("computedTest", ["="], "What an expression says") { Members = [new("=", Expression, "What it must be.") { IsRequired = true }] },
        ],
    };

    /// <summary>A constant, a list of constants, or what it must not be.</summary>
    public static FormType ValueTest { get; } = new ShapeType("a value, a list of values or {\"not\": …}")
    {
        Code = "value.type",
        Text = Constant,
        Number = Constant,
        Flag = Constant,
        List = new ListType(Constant, AutomationLimits.TestValuesMax),
        Object = new KindsType(() => ValueTestKinds),
    };

    /// <summary>A number or an expression for one.</summary>
    public static FormType Bound { get; } = new ShapeType("a number or {\"=\": \"expression\"}") { Code = "value.type", Text = Constant, Number = Number, Flag = Constant, Object = Computed };

    /// <summary>Which devices are meant, by what they are and where.</summary>
    public static ImmutableArray<FormMember> Where { get; } =
    [
        new("room", Names, "Only devices in this room, or one of these."),
        new("kind", Names, "Only devices of this kind, or one of these: the name in their contract, \"light\"."),
        new("except", Names, "But not these devices."),
    ];

    /// <summary>One property, several, or that of each device that has it.</summary>
    public static FormType PropertySelection { get; } = Selection("propertySelection", "That property of every device that has it", "service.property, \"motion-sensor.motion-state\".");

    /// <summary>One event, several, or that of each device that has it.</summary>
    public static FormType EventSelection { get; } = Selection("eventSelection", "That event of every device that has it", "service.event, \"switch-sensor.click\".");

    /// <summary>Devices by what they are and where; empty for all.</summary>
    public static FormType DeviceWhere { get; } = new ObjectType(new Form("deviceSelection", [], "Devices by room or kind") { Members = Where });

    /// <summary>One device, several, or those of a room or kind.</summary>
    public static FormType DeviceSelection { get; } = new ShapeType("the name of a device, a list of names, or an object with room, kind, except")
    {
        Text = Name,
        List = new ListType(Name, AutomationLimits.WatchedMax),
        Object = DeviceWhere,
    };

    private static ShapeType Selection(string name, string title, string meaning)
    {
        var each = new ObjectType(new Form(name, [], title) { Members = [new("each", new TextType(AutomationLimits.NameLengthMax, 1), meaning) { IsRequired = true }, .. Where] });

        // What is neither text nor list nor object is said by whoever looks the address up.
        var one = new ShapeType("an address or {\"each\": …}") { Text = Address, Number = Address, Flag = Address, Object = each };
        return new ShapeType("an address, a list of addresses or {\"each\": …}") { Text = Address, Number = Address, Flag = Address, List = new ListType(one, AutomationLimits.WatchedMax), Object = each };
    }
}
