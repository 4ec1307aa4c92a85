using System.Collections;
using CellSeg.Models;

namespace CellSeg.PowerShell.Completion.Options;

/// <summary>Offers what can be said of a model.</summary>
public sealed class CardCompleter : OptionCompleter
{
    private protected override object FindOptions(IDictionary bound) => new ModelCard();
}
