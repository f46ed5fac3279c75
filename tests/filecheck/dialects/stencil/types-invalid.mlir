// RUN: fvopt-opt %s -split-input-file -verify-diagnostics

// expected-error @+1 {{type_c1}}
func.func private @data() -> !stencil.field<ijk x 0 x f64>

// -----

// expected-error @+1 {{type_c1: data dimensions of the sizes [99999999999999, 99999999] make more than 2147483648 components}}
func.func private @many() -> !stencil.field<ijk x 99999999999999 x 99999999 x f64>

// -----

// expected-error @+1 {{type_c2}}
func.func private @element() -> !stencil.temp<ijk x f16>

// -----

// expected-error @+1 {{type_c3}}
func.func private @order() -> !stencil.field<ij x f64, #stencil.layout<order = "kji", alignment = 64, padding = 0>>
