// One step of a recurrent layer, and its gradient, for a thread each element of the state. Defined before: `In`, the type
// in memory; `C`, the type that is computed in; `THREADS`. Gates of a row lie one behind the other, `hidden` each.

struct Step {
  const In *sums;   // the products of the weight and the old state
  const In *bias;   // added to them; null for none
  In *gates;        // what the input gives; becomes the gates
  const In *old_state;
  In *state;
  const In *old_beside;
  In *beside;       // an lstm's memory; of a gru what the state gives to the new one
  const In *grad;   // of this step's states; null for none
  In *to_gates;     // the gradients of what the input gives,
  In *to_parts;     // and, of a gru, of the sums with the bias
  In *to_state;     // that of the new state; of a gru it becomes that of the old but for the products
  In *to_memory;    // that of the new memory becomes that of the old
  long long batch, hidden;
};
static_assert(sizeof(Step) == 8 * ARGUMENT_WORDS, "the host's structure is another one");

// An element of the state, and the first of its gates.
struct Unit {
  long long at, gates;
};

template <int GATES, class Body> __device__ __forceinline__ void each(const Step &p, Body body) {
  const long long n = p.batch * p.hidden, step = gridDim.x * (long long)THREADS;
  for (long long at = blockIdx.x * (long long)THREADS + threadIdx.x; at < n; at += step)
    body(Unit{at, at / p.hidden * GATES * p.hidden + at % p.hidden});
}

// What the old state gives to a gate.
__device__ __forceinline__ C part(const Step &p, Unit unit, int gate) {
  const C sum = C(widen(p.sums[unit.gates + gate * p.hidden]));
  return p.bias ? sum + C(widen(p.bias[unit.at % p.hidden + gate * p.hidden])) : sum;
}
__device__ __forceinline__ C gate(const Step &p, Unit unit, int gate) {
  return C(widen(p.gates[unit.gates + gate * p.hidden]));
}
__device__ __forceinline__ C both(const Step &p, Unit unit, int at) { return gate(p, unit, at) + part(p, unit, at); }
template <int GATES> __device__ __forceinline__ void put(const Step &p, In *to, Unit unit, const C (&values)[GATES]) {
#pragma unroll
  for (int gate = 0; gate < GATES; gate++) narrow(values[gate], to[unit.gates + gate * p.hidden]);
}
// The gradient of the new state.
__device__ __forceinline__ C arrived(const Step &p, Unit unit) {
  const C grad = C(widen(p.to_state[unit.at]));
  return p.grad ? grad + C(widen(p.grad[unit.at])) : grad;
}
__device__ __forceinline__ C slope(C gate) { return gate * (C(1) - gate); }

template <class F> __device__ __forceinline__ void plain(const Step &p, F activation) {
  each<1>(p, [&](Unit unit) {
    const C state[1] = {activation(both(p, unit, 0))};
    put(p, p.gates, unit, state);
    narrow(state[0], p.state[unit.at]);
  });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) rnn_tanh(Step p) {
  plain(p, [](C x) { return f::tanh(x); });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) rnn_relu(Step p) {
  plain(p, [](C x) { return f::maximum(x, C(0)); });
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) lstm(Step p) {
  each<4>(p, [&](Unit unit) {
    const C write = f::sigmoid(both(p, unit, 0)), keep = f::sigmoid(both(p, unit, 1));
    const C added = f::tanh(both(p, unit, 2)), show = f::sigmoid(both(p, unit, 3));
    const C gates[4] = {write, keep, added, show}, memory = keep * C(widen(p.old_beside[unit.at])) + write * added;
    put(p, p.gates, unit, gates);
    narrow(memory, p.beside[unit.at]);
    narrow(C(show * f::tanh(memory)), p.state[unit.at]);
  });
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) gru(Step p) {
  each<3>(p, [&](Unit unit) {
    const C reset = f::sigmoid(both(p, unit, 0)), update = f::sigmoid(both(p, unit, 1)), of_state = part(p, unit, 2);
    const C added = f::tanh(C(reset * of_state + gate(p, unit, 2)));
    const C gates[3] = {reset, update, added};
    put(p, p.gates, unit, gates);
    narrow(of_state, p.beside[unit.at]);
    narrow(C((C(widen(p.old_state[unit.at])) - added) * update + added), p.state[unit.at]);
  });
}

template <class F> __device__ __forceinline__ void plain_backward(const Step &p, F through) {
  each<1>(p, [&](Unit unit) { narrow(C(through(C(widen(p.state[unit.at])), arrived(p, unit))), p.to_gates[unit.at]); });
}
extern "C" __global__ void __launch_bounds__(THREADS, 1) rnn_tanh_backward(Step p) {
  plain_backward(p, [](C state, C grad) { return grad * (C(1) - state * state); });
}
// The gradient goes through where the state is NaN, as in PyTorch.
extern "C" __global__ void __launch_bounds__(THREADS, 1) rnn_relu_backward(Step p) {
  plain_backward(p, [](C state, C grad) { return state <= C(0) ? C(0) : grad; });
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) lstm_backward(Step p) {
  each<4>(p, [&](Unit unit) {
    const C write = gate(p, unit, 0), keep = gate(p, unit, 1), added = gate(p, unit, 2), show = gate(p, unit, 3);
    const C grad = arrived(p, unit), shown = f::tanh(C(widen(p.beside[unit.at])));
    const C to_memory = grad * show * (C(1) - shown * shown) + C(widen(p.to_memory[unit.at]));
    const C to_gates[4] = {
        to_memory * added * slope(write),
        to_memory * C(widen(p.old_beside[unit.at])) * slope(keep),
        to_memory * write * (C(1) - added * added),
        grad * shown * slope(show),
    };
    put(p, p.to_gates, unit, to_gates);
    narrow(C(to_memory * keep), p.to_memory[unit.at]);
  });
}

extern "C" __global__ void __launch_bounds__(THREADS, 1) gru_backward(Step p) {
  each<3>(p, [&](Unit unit) {
    const C reset = gate(p, unit, 0), update = gate(p, unit, 1), added = gate(p, unit, 2), grad = arrived(p, unit);
    const C to_added = grad * (C(1) - update) * (C(1) - added * added);
    const C to_update = grad * (C(widen(p.old_state[unit.at])) - added) * slope(update);
    const C to_reset = to_added * C(widen(p.beside[unit.at])) * slope(reset);
    const C to_gates[3] = {to_reset, to_update, to_added}, to_parts[3] = {to_reset, to_update, to_added * reset};
    put(p, p.to_gates, unit, to_gates);
    put(p, p.to_parts, unit, to_parts);
    narrow(C(grad * update), p.to_state[unit.at]);
  });
}
