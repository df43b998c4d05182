namespace IotHub.Gpio.Lines;

/// <summary>Hears of the inputs of one request. Called on the driver's thread: hand on and return.</summary>
public interface ILineListener
{
    /// <summary>An input changed.</summary>
    void OnEdge(in LineEdge edge);

    /// <summary>The lines are gone for good, with their chip; nothing more follows.</summary>
    /// <param name="reason">A sentence for people.</param>
    void OnLost(string reason);
}
