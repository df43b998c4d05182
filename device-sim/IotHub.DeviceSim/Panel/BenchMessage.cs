namespace IotHub.DeviceSim.Panel;

/// <summary>A message between a device on the bench and its broker.</summary>
/// <param name="At">When it went over the wire.</param>
/// <param name="IsSent">True from the device, false to it.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Text">The payload as text, at most <see cref="BenchLimits.ShownBytes"/> of it; what is no UTF-8 shows as replacement characters.</param>
/// <param name="Bytes">Length of the whole payload.</param>
public sealed record BenchMessage(DateTimeOffset At, bool IsSent, string Topic, string Text, int Bytes);
