namespace IotHub.Runtime.Feeds;

/// <summary>A port with effects in the world outside: it is given outputs only when what they follow from is written.</summary>
public interface IOutsidePort : IHubPort;
