using CellSeg.Inference.Prediction;
using CellSeg.Training.Data;

namespace CellSeg.Training.Validation;

/// <summary>
/// Predicts annotated frames one by one. The clip of a network of several frames is predicted once for all its frames
/// when they are asked for one after the other.
/// </summary>
internal sealed class CachedFramePredictor(FramePredictor predictor, FrameCache frames)
{
    private int _first = -1;
    private TrainingFrame[] _clip = [];
    private IReadOnlyList<FramePrediction> _predictions = [];

    /// <summary>A frame and what the network says of it.</summary>
    /// <exception cref="CellSegException">The frame, or another one of its clip, cannot be read or does not fit the model.</exception>
    public (TrainingFrame Frame, FramePrediction Prediction) Predict(int frame, CancellationToken cancellationToken)
    {
        int index = frames.IndexInClip(frame);
        if (_first != frame - index)
        {
            _clip = frames.GetClipOf(frame);
            _predictions = predictor.PredictNormalized([.. _clip.Select(member => member.Image)], cancellationToken);
            _first = frame - index;
        }
        return (_clip[index], _predictions[index]);
    }
}
