// Two dimensions go through vectors of interleaved coordinates, others through plain loops.

INLINE float descent_gain(float gain, float update, float gradient) {
  const int same = (update > 0 && gradient > 0) || (update < 0 && gradient < 0) || (update == 0 && gradient == 0);
  return same ? gain * 0.8f + 0.01f : gain + 0.2f;
}

// One point of any dimension.
INLINE void descent_point(const fathom_descent *s, const float *attraction, const float *repulsion, const float *center, long dimensions,
                          float *point, float *update, float *gains, double *extent) {
  float norm = 0;
  double gradients = 0;
  for (long d = 0; d < dimensions; d++) {
    const float gradient = attraction[d] * s->exaggeration - repulsion[d] * s->inverse_normalizer;
    gains[d] = descent_gain(gains[d], update[d], gradient);
    float step = s->learning_rate * (gains[d] * gradient);
    if (s->stiffness > 0) step /= 1 + s->learning_rate * gains[d] * s->stiffness;
    update[d] = update[d] * s->momentum - step;
    norm += update[d] * update[d];
    gradients += gradient * gradient;
  }
  const float limit = s->maximum_step * s->maximum_step;
  const float shrink = norm > limit ? __builtin_sqrtf(limit / norm) : 1;
  for (long d = 0; d < dimensions; d++) {
    update[d] *= shrink;
    point[d] += update[d] - center[d];
    extent[d] += point[d];
    if (point[d] < extent[dimensions + d]) extent[dimensions + d] = point[d];
    if (point[d] > extent[2 * dimensions + d]) extent[2 * dimensions + d] = point[d];
  }
  extent[3 * dimensions] += gradients;
}

// Points from `first` on, LANES / 2 at a time; returns where it stopped.
INLINE long descent_pairs(const fathom_descent *s, const float *attraction, const float *repulsion, const float *center, long first,
                          long last, float *points, float *update, float *gains, double *extent) {
  const lanes zero = {0}, limit = lanes_all(s->maximum_step * s->maximum_step);
  lanes shift = {0}, sum = {0}, least = lanes_all(__builtin_inff()), greatest = -least, squares = {0};
  for (int i = 0; i < LANES; i++) shift[i] = center[i % 2];
  long i = first;
  for (; i + LANES / 2 <= last; i += LANES / 2) {
    const lanes gradient = lanes_load(attraction + 2 * i) * s->exaggeration - lanes_load(repulsion + 2 * i) * s->inverse_normalizer;
    lanes u = lanes_load(update + 2 * i), gain = lanes_load(gains + 2 * i);
    const lanes_bits same =
        ((u > zero) & (gradient > zero)) | ((u < zero) & (gradient < zero)) | ((u == zero) & (gradient == zero));
    gain = lanes_select(same, gain * 0.8f + 0.01f, gain + 0.2f);
    lanes step = s->learning_rate * (gain * gradient);
    if (s->stiffness > 0) step /= s->learning_rate * gain * s->stiffness + 1.0f;
    u = u * s->momentum - step;
    lanes norm = u * u;
    norm += lanes_swap_pairs(norm);
    const lanes_bits far = norm > limit;
    if (lanes_any(far)) u = lanes_select(far, u * lanes_square_root(limit / norm), u);
    const lanes y = lanes_load(points + 2 * i) + (u - shift);
    lanes_store(gains + 2 * i, gain);
    lanes_store(update + 2 * i, u);
    lanes_store(points + 2 * i, y);
    sum += y;
    least = lanes_min(least, y);
    greatest = lanes_max(greatest, y);
    squares += gradient * gradient;
  }
  for (int lane = 0; lane < LANES; lane++) {
    const int d = lane % 2;
    extent[d] += sum[lane];
    if (least[lane] < extent[2 + d]) extent[2 + d] = least[lane];
    if (greatest[lane] > extent[4 + d]) extent[4 + d] = greatest[lane];
    extent[6] += squares[lane];
  }
  return i;
}

void VARIANT(fathom_descent_step)(const fathom_descent *s, const float *attraction, const float *repulsion, const float *center,
                                  long dimensions, long first, long last, float *points, float *update, float *gains, double *extent) {
  for (long d = 0; d < dimensions; d++) {
    extent[d] = 0;
    extent[dimensions + d] = __builtin_inf();
    extent[2 * dimensions + d] = -__builtin_inf();
  }
  extent[3 * dimensions] = 0;
  long i = first;
  if (dimensions == 2) i = descent_pairs(s, attraction, repulsion, center, first, last, points, update, gains, extent);
  for (; i < last; i++) {
    const long o = i * dimensions;
    descent_point(s, attraction + o, repulsion + o, center, dimensions, points + o, update + o, gains + o, extent);
  }
}
