namespace IotHub.Gpio.Wiring.Forms;

/// <summary>A kind of object of a wiring document. Where several may stand in one place, the first member tells which it is.</summary>
/// <param name="Name">Of its definition in the schema.</param>
/// <param name="Description">What it is, for editors.</param>
/// <param name="Members">What it may have; the first tells it from others.</param>
internal sealed record WiringForm(string Name, string Description, params WiringMember[] Members);
