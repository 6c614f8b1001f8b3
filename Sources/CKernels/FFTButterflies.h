// Discrete Fourier transforms of 2, 3, 4, 5 and 8 vectors in registers. Included by FFT.c once per instruction set, with LANES and NAME.

typedef float NAME(vector) __attribute__((vector_size(LANES * sizeof(float)), may_alias));

#ifndef FATHOM_INLINE
#define FATHOM_INLINE static inline __attribute__((always_inline))
#define FATHOM_UNROLL _Pragma("clang loop unroll(full)")
#endif

FATHOM_INLINE void NAME(butterfly2)(NAME(vector) *re, NAME(vector) *im) {
  NAME(vector) r = re[0] - re[1], i = im[0] - im[1];
  re[0] += re[1], im[0] += im[1];
  re[1] = r, im[1] = i;
}

FATHOM_INLINE void NAME(butterfly3)(NAME(vector) *re, NAME(vector) *im) {
  const float sine = 0.866025403784f;  // of 2 pi / 3
  NAME(vector) sum_r = re[1] + re[2], sum_i = im[1] + im[2], difference_r = re[1] - re[2], difference_i = im[1] - im[2];
  NAME(vector) middle_r = re[0] - 0.5f * sum_r, middle_i = im[0] - 0.5f * sum_i;
  re[0] += sum_r, im[0] += sum_i;
  re[1] = middle_r + sine * difference_i, im[1] = middle_i - sine * difference_r;
  re[2] = middle_r - sine * difference_i, im[2] = middle_i + sine * difference_r;
}

// The transform of elements 0, stride, 2 stride, 3 stride; results stay in those places.
FATHOM_INLINE void NAME(butterfly4)(NAME(vector) *re, NAME(vector) *im, const int stride) {
  NAME(vector) *r1 = re + stride, *r2 = re + 2 * stride, *r3 = re + 3 * stride;
  NAME(vector) *i1 = im + stride, *i2 = im + 2 * stride, *i3 = im + 3 * stride;
  NAME(vector) even_r = *re + *r2, even_i = *im + *i2, odd_r = *r1 + *r3, odd_i = *i1 + *i3;
  NAME(vector) a_r = *re - *r2, a_i = *im - *i2, b_r = *r1 - *r3, b_i = *i1 - *i3;
  *re = even_r + odd_r, *im = even_i + odd_i;
  *r1 = a_r + b_i, *i1 = a_i - b_r;
  *r2 = even_r - odd_r, *i2 = even_i - odd_i;
  *r3 = a_r - b_i, *i3 = a_i + b_r;
}

FATHOM_INLINE void NAME(butterfly5)(NAME(vector) *re, NAME(vector) *im) {
  const float cosine1 = 0.309016994375f, cosine2 = -0.809016994375f, sine1 = 0.951056516295f, sine2 = 0.587785252292f;
  NAME(vector) a_r = re[1] + re[4], a_i = im[1] + im[4], b_r = re[1] - re[4], b_i = im[1] - im[4];
  NAME(vector) c_r = re[2] + re[3], c_i = im[2] + im[3], d_r = re[2] - re[3], d_i = im[2] - im[3];
  NAME(vector) u_r = re[0] + cosine1 * a_r + cosine2 * c_r, u_i = im[0] + cosine1 * a_i + cosine2 * c_i;
  NAME(vector) v_r = re[0] + cosine2 * a_r + cosine1 * c_r, v_i = im[0] + cosine2 * a_i + cosine1 * c_i;
  NAME(vector) s_r = sine1 * b_r + sine2 * d_r, s_i = sine1 * b_i + sine2 * d_i;
  NAME(vector) t_r = sine2 * b_r - sine1 * d_r, t_i = sine2 * b_i - sine1 * d_i;
  re[0] += a_r + c_r, im[0] += a_i + c_i;
  re[1] = u_r + s_i, im[1] = u_i - s_r;
  re[2] = v_r + t_i, im[2] = v_i - t_r;
  re[3] = v_r - t_i, im[3] = v_i + t_r;
  re[4] = u_r - s_i, im[4] = u_i + s_r;
}

FATHOM_INLINE void NAME(butterfly8)(NAME(vector) *re, NAME(vector) *im) {
  const float half_root = 0.707106781187f;
  NAME(butterfly4)(re, im, 2);          // even elements: results 0...3 in 0, 2, 4, 6
  NAME(butterfly4)(re + 1, im + 1, 2);  // odd elements: in 1, 3, 5, 7
  NAME(vector) even_r[4] = {re[0], re[2], re[4], re[6]}, even_i[4] = {im[0], im[2], im[4], im[6]};
  NAME(vector) odd_r[4] = {re[1], half_root * (re[3] + im[3]), im[5], half_root * (im[7] - re[7])};
  NAME(vector) odd_i[4] = {im[1], half_root * (im[3] - re[3]), -re[5], -half_root * (im[7] + re[7])};
  FATHOM_UNROLL for (int k = 0; k < 4; k++) {
    re[k] = even_r[k] + odd_r[k], im[k] = even_i[k] + odd_i[k];
    re[k + 4] = even_r[k] - odd_r[k], im[k + 4] = even_i[k] - odd_i[k];
  }
}

// `radix` is a constant wherever this is inlined.
FATHOM_INLINE void NAME(butterfly)(const int radix, NAME(vector) *re, NAME(vector) *im) {
  switch (radix) {
    case 2: NAME(butterfly2)(re, im); break;
    case 3: NAME(butterfly3)(re, im); break;
    case 4: NAME(butterfly4)(re, im, 1); break;
    case 5: NAME(butterfly5)(re, im); break;
    default: NAME(butterfly8)(re, im);
  }
}
