! Calls a frozen program from Fortran: examples/hdiff.mlir, compared with plain loops bit for bit.
!
!   fvopt compile examples/hdiff.mlir --domain 64,48,20 -o build
!   gfortran -O2 -ffp-contract=off -Jbuild build/hdiff.f90 examples/languages/hdiff.f90 -o build/hdiff_fortran \
!     -Lbuild -lhdiff -Wl,-rpath,$PWD/build
!   build/hdiff_fortran
program main
  use, intrinsic :: iso_c_binding
  use hdiff_program
  implicit none

  call compare(64, 48, 20)
  call compare(19, 14, 5)
  call refused()

contains

  ! A number for an element, the same in every language: multiples of 1/64 below 1.
  pure real(c_double) function number(element, seed)
    integer, intent(in) :: element, seed
    number = real(mod(element * 37 + seed * 101, 64), c_double) / 64
  end function

  pure real(c_double) function limited(flux, gradient)
    real(c_double), intent(in) :: flux, gradient
    limited = merge(0.0_c_double, flux, flux * gradient > 0)
  end function

  pure real(c_double) function lap(f)
    real(c_double), intent(in) :: f(-1:, -1:)
    lap = 4 * f(0, 0) - ((f(-1, 0) + f(1, 0)) + (f(0, -1) + f(0, 1)))
  end function

  ! Diffuses on a domain and says how many points differ.
  subroutine compare(ni, nj, nk)
    integer, intent(in) :: ni, nj, nk
    real(c_double), allocatable, target :: in(:, :, :), coefficient(:, :, :), out(:, :, :)
    type(hdiff_binding) :: binding
    character(:), allocatable :: error
    real(c_double) :: fluxes, expected
    integer :: i, j, k, element, step, differing

    ! Coordinate 1 is the first of the domain, whose number below is the halo.
    allocate(in(-1:ni + 2, -1:nj + 2, nk), coefficient(ni, nj, nk), out(ni, nj, nk))
    in = reshape([(number(element, 1), element = 0, size(in) - 1)], shape(in))
    coefficient = reshape([(number(element, 2), element = 0, size(out) - 1)], shape(out))
    out = 0

    call hdiff_bind(binding, ni, nj, nk, in, [2, 2, 0], coefficient, [0, 0, 0], out, [0, 0, 0], error)
    if (error /= '') error stop error
    ! Bound once, called often.
    do step = 1, 3
      if (hdiff_call(binding) /= 0) error stop 'the call failed'
    end do

    differing = 0
    do k = 1, nk
      do j = 1, nj
        do i = 1, ni
          fluxes = (flux_i(in, i, j, k) - flux_i(in, i - 1, j, k)) + (flux_j(in, i, j, k) - flux_j(in, i, j - 1, k))
          expected = in(i, j, k) - coefficient(i, j, k) * fluxes
          if (transfer(expected, 0_c_int64_t) /= transfer(out(i, j, k), 0_c_int64_t)) differing = differing + 1
        end do
      end do
    end do
    print '(i0, a, i0, a, i0, a, i0, a)', ni, ' x ', nj, ' x ', nk, ': ', differing, ' points differ'
  end subroutine

  pure real(c_double) function flux_i(f, i, j, k)
    real(c_double), intent(in) :: f(-1:, -1:, :)
    integer, intent(in) :: i, j, k
    flux_i = limited(lap(f(i:i + 2, j - 1:j + 1, k)) - lap(f(i - 1:i + 1, j - 1:j + 1, k)), f(i + 1, j, k) - f(i, j, k))
  end function

  pure real(c_double) function flux_j(f, i, j, k)
    real(c_double), intent(in) :: f(-1:, -1:, :)
    integer, intent(in) :: i, j, k
    flux_j = limited(lap(f(i - 1:i + 1, j:j + 2, k)) - lap(f(i - 1:i + 1, j - 1:j + 1, k)), f(i, j + 1, k) - f(i, j, k))
  end function

  ! What does not fit is refused, with a reason.
  subroutine refused()
    real(c_double), target :: memory(10, 10, 4), other(6, 6, 4)
    type(hdiff_binding) :: binding
    character(:), allocatable :: error
    call hdiff_bind(binding, 6, 6, 4, memory, [1, 2, 0], other, [0, 0, 0], other, [0, 0, 0], error)
    print '(a)', error
    call hdiff_bind(binding, 6, 6, 5, memory, [2, 2, 0], other, [0, 0, 0], other, [0, 0, 0], error)
    print '(a)', error
    call hdiff_bind(binding, 6, 6, 4, memory, [2, 2, 0], other, [0, 0, 0], memory(2:7, 2:7, :), [0, 0, 0], error)
    print '(a)', error
    call hdiff_bind(binding, 0, 6, 4, memory, [2, 2, 0], other, [0, 0, 0], other, [0, 0, 0], error)
    print '(a)', error
  end subroutine

end program main
