namespace IotHub.DeviceSim.Panel;

/// <summary>Which device of a long list is chosen, and which part of the list is seen.</summary>
public sealed class PanelView
{
    private readonly int _count;

    /// <summary>The first is chosen.</summary>
    /// <param name="count">Devices, at least 1.</param>
    public PanelView(int count) => _count = count;

    /// <summary>The chosen one, from 0.</summary>
    public int Selected { get; private set; }

    /// <summary>The first that is seen, from 0.</summary>
    public int Top { get; private set; }

    /// <summary>Chooses another, so many further down; stops at the ends. The list scrolls so that it is seen.</summary>
    /// <param name="by">How many; below zero for up.</param>
    /// <param name="height">How many are seen at once, at least 1.</param>
    public void Move(int by, int height)
    {
        Selected = Math.Clamp(Selected + by, 0, _count - 1);
        Top = Math.Clamp(Top, Math.Max(0, Selected - height + 1), Selected);
    }
}
